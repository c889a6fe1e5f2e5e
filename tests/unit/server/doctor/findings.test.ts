import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkCertificate } from '../../../../src-server/doctor/check-certificate.ts'
import { checkDataDirectory, judgeSpace } from '../../../../src-server/doctor/check-data-directory.ts'
import { judgeClock } from '../../../../src-server/doctor/check-database.ts'
import { formatFinding } from '../../../../src-server/doctor/finding.ts'
import { makeCertificate } from '../../../support/certificates.ts'

const daysFromNow = (days: number): Date => new Date(Date.now() + days * 86_400_000)

describe('doctor: a finding', () => {
  it('is one line: level, what, what was found and what to do', () => {
    expect(formatFinding(judgeSpace(5 * 1024 ** 3))).toBe('ok    free disk space: 5120 MiB')
    expect(formatFinding(judgeClock(-3000))).toBe('warn  clock: the database’s is 3000 ms behind. Set both by NTP')
  })
})

describe('doctor: clock', () => {
  it.each([
    [0, 'ok'],
    [2000, 'ok'],
    [-2001, 'warn'],
    [60_000, 'warn'],
    [60_001, 'fail'],
    [Number.NaN, 'fail'],
  ])('%d ms is %s', (aheadMs, level) => expect(judgeClock(aheadMs).level).toBe(level))
})

describe('doctor: free disk space', () => {
  it.each([
    [2000, 'ok'],
    [1000, 'warn'],
    [50, 'fail'],
  ])('%d MiB is %s', (mebibytes, level) => expect(judgeSpace(mebibytes * 1024 ** 2).level).toBe(level))
})

describe('doctor: certificate', () => {
  const [long, other] = [makeCertificate({ days: 90 }), makeCertificate()]

  it('none is well: then only this machine is served', () =>
    expect(checkCertificate(undefined, new Date())).toMatchObject({ level: 'ok' }))

  it('tells an end that is near or over, a start that is not yet, a foreign key, and what is no PEM', ({ skip }) => {
    if (!long || !other) {
      skip('openssl is not here to make certificates')
      return
    }
    const levelAfter = (days: number) => checkCertificate(long, daysFromNow(days)).level
    expect([0, 59, 61, 91, -2].map(levelAfter)).toEqual(['ok', 'ok', 'warn', 'fail', 'fail'])
    expect(checkCertificate({ cert: long.cert, key: other.key }, new Date())).toMatchObject({
      level: 'fail',
      found: expect.stringContaining('is not of this key'),
    })
    for (const broken of [
      { cert: 'x', key: long.key },
      { cert: long.cert, key: 'x' },
    ]) {
      expect(checkCertificate(broken, new Date()).level).toBe('fail')
    }
  })
})

describe('doctor: data directory and key file', () => {
  let folder: string
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'saihakko-doctor-')), 'data')
  })
  afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }))

  const levels = async () => (await checkDataDirectory(folder)).slice(0, 2).map(({ level }) => level)

  it('neither is made by the doctor', async () => {
    expect(await levels()).toEqual(['warn'])
    expect(existsSync(folder)).toBe(false)
    mkdirSync(folder, { mode: 0o700 })
    expect(await levels()).toEqual(['ok', 'warn'])
  })

  it('are for this user alone, and the key is whole', async () => {
    mkdirSync(folder, { mode: 0o700 })
    const key = join(folder, 'server.key')
    writeFileSync(key, new Uint8Array(32), { mode: 0o600 })
    expect(await levels()).toEqual(['ok', 'ok'])
    chmodSync(folder, 0o755)
    chmodSync(key, 0o640)
    expect(await levels()).toEqual(process.platform === 'win32' ? ['ok', 'ok'] : ['warn', 'fail'])
    chmodSync(key, 0o600)
    writeFileSync(key, new Uint8Array(31))
    expect((await levels())[1]).toBe('fail')
  })
})
