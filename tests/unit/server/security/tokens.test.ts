import { mkdtemp, readFile, rm, stat, writeFile, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createListCursors } from '../../../../src-server/security/list-cursor.ts'
import { createRequestFingerprints } from '../../../../src-server/security/request-fingerprint.ts'
import { createEphemeralServerKeys, loadServerKeys } from '../../../../src-server/security/server-keys.ts'
import { createSessionToken, hashSessionToken, readBearerToken } from '../../../../src-server/security/session-token.ts'
import { createSuggestionTokens } from '../../../../src-server/security/suggestion-token.ts'

const keys = createEphemeralServerKeys()
const at = new Date('2026-11-23T03:00:00.000Z')
const later = (ms: number): Date => new Date(at.getTime() + ms)

describe('server keys', () => {
  let dir: string
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'saihakko-keys-'))
  })
  afterEach(() => rm(dir, { recursive: true }))

  it('are made once, kept in a file for the owner alone, and differ by purpose', async () => {
    const dataDir = join(dir, 'new')
    const loaded = await Promise.all([loadServerKeys(dataDir), loadServerKeys(dataDir), loadServerKeys(dataDir)])
    const derived = new Set(loaded.map((one) => one.deriveKey('list-cursor').toString('hex')))
    expect(derived.size).toBe(1)
    expect(loaded[0].deriveKey('suggestion-token').equals(loaded[0].deriveKey('list-cursor'))).toBe(false)
    expect((await stat(join(dataDir, 'server.key'))).mode & 0o777).toBe(0o600)
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700)
    expect(await readdir(dataDir)).toEqual(['server.key'])
    expect((await readFile(join(dataDir, 'server.key'))).length).toBe(32)
  })

  it.runIf(process.platform !== 'win32')('a file that others may read is refused', async () => {
    await writeFile(join(dir, 'server.key'), Buffer.alloc(32), { mode: 0o644 })
    await expect(loadServerKeys(dir)).rejects.toMatchObject({ code: 'data_directory_unusable' })
  })

  it('a damaged file is refused and not replaced', async () => {
    await writeFile(join(dir, 'server.key'), 'short', { mode: 0o600 })
    await expect(loadServerKeys(dir)).rejects.toMatchObject({ code: 'data_directory_unusable' })
    expect(await readFile(join(dir, 'server.key'), 'utf8')).toBe('short')
  })
})

describe('session tokens (P18)', () => {
  it('are 256 random bits, never the same twice', () => {
    const tokens = Array.from({ length: 200 }, createSessionToken)
    expect(new Set(tokens).size).toBe(200)
    for (const token of tokens) expect(Buffer.from(token, 'base64url').length).toBe(32)
    expect(hashSessionToken('a').toString('hex')).toBe(
      'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
    )
  })

  it('are read from a bearer header of the right form only', () => {
    const token = createSessionToken()
    expect(readBearerToken(`Bearer ${token}`)).toBe(token)
    expect(readBearerToken(`bearer ${token}`)).toBe(token)
    for (const header of [
      undefined,
      '',
      token,
      `Basic ${token}`,
      `Bearer ${token}x`,
      `Bearer  ${token}`,
      `Bearer ${token} x`,
    ]) {
      expect(readBearerToken(header)).toBeUndefined()
    }
  })
})

describe('suggestion tokens', () => {
  const tokens = createSuggestionTokens(keys.deriveKey('suggestion-token'))
  const suggestion = { userId: 'U', operatorId: 'O', temporaryPassword: 'Tk7mQx93Rw' }
  const token = tokens.issue(suggestion, at)

  it('prove a suggestion for an hour', () => {
    expect(tokens.proves(token, suggestion, at)).toBe(true)
    expect(tokens.proves(token, suggestion, later(3_600_000))).toBe(true)
    expect(tokens.proves(token, suggestion, later(3_600_001))).toBe(false)
    expect(tokens.proves(token, suggestion, later(-1))).toBe(false)
  })

  it('prove nothing for anybody or anything else, nor under another key, nor when altered', () => {
    for (const other of [{ userId: 'V' }, { operatorId: 'P' }, { temporaryPassword: 'Tk7mQx93RW' }]) {
      expect(tokens.proves(token, { ...suggestion, ...other }, at)).toBe(false)
    }
    // Parts may not flow into one another.
    expect(tokens.proves(token, { ...suggestion, userId: 'UO', operatorId: '' }, at)).toBe(false)
    const elsewhere = createSuggestionTokens(createEphemeralServerKeys().deriveKey('suggestion-token'))
    expect(elsewhere.proves(token, suggestion, at)).toBe(false)
    for (const altered of [
      '',
      '.',
      'x',
      token.slice(0, -1),
      `${token}A`,
      token.replace('.', '..'),
      `zzzzzzzzzzzz${token}`,
    ]) {
      expect(tokens.proves(altered, suggestion, at)).toBe(false)
    }
    expect(token).not.toContain('Tk7mQx93Rw')
  })
})

describe('list cursors', () => {
  const cursors = createListCursors(keys.deriveKey('list-cursor'))
  const binding = { callerId: 'O', list: 'users', query: ['userId', { userName: '佐藤' }] }
  const schema = z.strictObject({ value: z.string() })
  const cursor = cursors.seal(binding, { value: '佐藤 花子' })

  it('open for the caller and the query they were made for', () => {
    expect(cursors.open(binding, cursor, schema)).toEqual({ value: '佐藤 花子' })
  })

  it('open for nobody and nothing else', () => {
    const wrong = [
      { ...binding, callerId: 'P' },
      { ...binding, list: 'reissues' },
      { ...binding, query: ['userId', {}] },
    ]
    for (const other of wrong)
      expect(() => cursors.open(other, cursor, schema)).toThrow(expect.objectContaining({ code: 'invalid_cursor' }))
    for (const altered of ['', 'x', '.', `A${cursor}`, cursor.slice(0, -1)]) {
      expect(() => cursors.open(binding, altered, schema)).toThrow(expect.objectContaining({ code: 'invalid_cursor' }))
    }
  })
})

describe('request fingerprints (R3)', () => {
  const fingerprints = createRequestFingerprints(keys.deriveKey('request-fingerprint'))
  const body = { temporaryPassword: 'Tk7mQx93Rw', note: 'n' }
  const fingerprint = fingerprints.compute('reissuePassword', 'U', body)

  it('do not depend on the order of fields or on fields left out', () => {
    const same = fingerprints.compute('reissuePassword', 'U', {
      note: 'n',
      verificationId: undefined,
      temporaryPassword: 'Tk7mQx93Rw',
    })
    expect(fingerprints.areEqual(fingerprint, same)).toBe(true)
  })

  it('differ with every part and with the key', () => {
    const others = [
      fingerprints.compute('other', 'U', body),
      fingerprints.compute('reissuePassword', 'V', body),
      fingerprints.compute('reissuePassword', 'U', { ...body, note: 'm' }),
      fingerprints.compute('reissuePassword', 'U', { temporaryPassword: 'Tk7mQx93Rw' }),
      createRequestFingerprints(createEphemeralServerKeys().deriveKey('request-fingerprint')).compute(
        'reissuePassword',
        'U',
        body,
      ),
    ]
    for (const other of others) expect(fingerprints.areEqual(fingerprint, other)).toBe(false)
  })
})
