import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TlsFiles } from '../../src-server/listener.ts'

/** A new key and its self-signed certificate for localhost and 127.0.0.1, or undefined without openssl. */
export function makeCertificate({ days = 90, commonName = 'localhost' } = {}): TlsFiles | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'saihakko-certificate-'))
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  try {
    const what = '-x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'.split(' ')
    const names = ['-subj', `/CN=${commonName}`, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
    const made = spawnSync('openssl', ['req', ...what, ...names, '-days', `${days}`, '-keyout', key, '-out', cert])
    return made.status === 0 ? { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') } : undefined
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
