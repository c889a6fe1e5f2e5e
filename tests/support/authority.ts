import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TlsFiles } from '../../src-server/listener.ts'

export interface Authority {
  /** PEM, for whoever is to trust it. */
  readonly certificate: string
  /** A certificate for `name`; `days` below zero makes one that has expired. */
  issue(options?: { name?: string; days?: number }): TlsFiles
  forget(): void
}

/** An authority of our own, or undefined without openssl. */
export function makeAuthority(): Authority | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'saihakko-authority-'))
  const file = (name: string): string => join(folder, name)
  const openssl = (...words: readonly string[]): boolean => spawnSync('openssl', [...words]).status === 0
  const newKey = '-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'.split(' ')
  const signing = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial', '-extfile', file('ext')]
  const isMade = openssl(
    'req',
    '-x509',
    ...newKey,
    ...'-days 30 -subj /O=Test/CN=Authority -keyout'.split(' '),
    file('ca.key'),
    '-out',
    file('ca.pem'),
  )
  if (!isMade) {
    rmSync(folder, { recursive: true, force: true })
    return undefined
  }
  return {
    certificate: readFileSync(file('ca.pem'), 'utf8'),
    issue({ name = 'localhost', days = 30 } = {}) {
      writeFileSync(file('ext'), `subjectAltName=DNS:${name}\n`)
      const isIssued =
        openssl('req', ...newKey, '-subj', `/CN=${name}`, '-keyout', file('key'), '-out', file('csr')) &&
        openssl('x509', '-req', '-in', file('csr'), '-days', `${days}`, ...signing, '-out', file('pem'))
      if (!isIssued) throw new Error('openssl issued no certificate')
      return { cert: readFileSync(file('pem'), 'utf8'), key: readFileSync(file('key'), 'utf8') }
    },
    forget: () => rmSync(folder, { recursive: true, force: true }),
  }
}
