import '../support/plain-node-electron.ts'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createElectronSessionVault } from '../../src-main/adapters/electron-session-vault.ts'
import { openSessionFile } from '../../src-main/adapters/session-file.ts'
import type { KeptSession } from '../../src-main/ports/session-vault-port.ts'
import { sampleSession } from '../support/fake-api-client.ts'
import { createFakeSafeStorage } from '../support/fake-safe-storage.ts'
import { createListLog } from '../support/list-log.ts'

const kept: KeptSession = { serverUrl: 'https://desk.example', token: 'ZZtoken7Kq9', session: sampleSession() }

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'saihakko-vault-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const path = (name = 'session.json'): string => join(directory, name)
const readBlob = (): string => readFileSync(path(), 'utf8')

function setUp(platform = 'linux') {
  const safeStorage = createFakeSafeStorage()
  const log = createListLog()
  const start = () => createElectronSessionVault({ safeStorage, file: openSessionFile(directory), platform, log })
  return { ...safeStorage, log, vault: start(), restart: start }
}

describe('S-03: session vault', () => {
  it('keeps a session over a restart, encrypted, and readable for this user alone (E35)', async () => {
    const { vault, restart } = setUp()
    expect(await vault.storage()).toBe('keychain')
    expect(await vault.load()).toBeUndefined()
    await vault.save(kept)
    expect(readBlob()).not.toContain(kept.token)
    expect(JSON.parse(readBlob())).toEqual({ version: 1, backend: 'gnome_libsecret', blob: expect.any(String) })
    // Windows knows no such bits.
    expect(process.platform === 'win32' ? 0 : statSync(path()).mode & 0o077).toBe(0)
    expect(await restart().load()).toEqual(kept)
  })

  it('writes nothing where the keychain hides nothing, and removes what an earlier start has kept (E36)', async () => {
    const { vault, restart, manners } = setUp()
    await vault.save(kept)
    manners.backend = 'basic_text'
    const without = restart()
    expect(await without.storage()).toBe('memory')
    expect(await without.load()).toBeUndefined()
    expect(existsSync(path())).toBe(true)
    await without.save(kept)
    expect(readdirSync(directory)).toEqual([])
  })

  it('clears everything, also what is being encrypted just then (P18)', async () => {
    const { vault } = setUp()
    await vault.save(kept)
    writeFileSync(path('session.json.damaged-3'), '{')
    const late = vault.save(kept)
    await vault.clear()
    await late
    expect(readdirSync(directory)).toEqual([])
  })

  it('of two saves the later one stays', async () => {
    const { vault } = setUp()
    await Promise.all([vault.save(kept), vault.save({ ...kept, token: 'second' })])
    expect(await vault.load()).toMatchObject({ token: 'second' })
  })

  it.each([
    ['the keychain asks for it', { shouldReEncrypt: true }],
    ['the keychain is another one than before', { backend: 'kwallet6' }],
  ] as const)('stores anew when %s (E35)', async (_when, change) => {
    const { vault, restart, manners } = setUp()
    await vault.save(kept)
    const before = readBlob()
    Object.assign(manners, { backend: 'kwallet6' }, change)
    expect(await restart().load()).toEqual(kept)
    expect(readBlob()).not.toBe(before)
  })

  it('keeps the file while the keychain is unavailable for the moment (E35)', async () => {
    const { vault, restart, manners } = setUp()
    await vault.save(kept)
    manners.failure = new Error('Encryption is temporarily unavailable')
    const started = restart()
    expect(await started.load()).toBeUndefined()
    delete manners.failure
    expect(await started.load()).toEqual(kept)

    manners.isAvailable = false
    const without = restart()
    expect(await without.load()).toBeUndefined()
    manners.isAvailable = true
    expect(await without.load()).toEqual(kept)
  })

  it.each([
    ['cut off', (text: string) => text.slice(0, text.length / 2)],
    ['garbled', () => '\u0000\u0001\u0002'],
    ['empty', () => ''],
    ['of an older version', (text: string) => text.replace('"version": 1', '"version": 0').replace(/1,/, '0,')],
    ['with more in it than we wrote', () => '{"version":1,"backend":"x","blob":"QUJD","more":1}'],
    ['of another program', () => '{"token":"ZZforeign"}'],
    ['not an object', () => '["ZZforeign"]'],
    ['with a blob that is not ours', (text: string) => text.replace(/"blob": "[^"]+"/, '"blob": "WloxMjM0"')],
  ])('a file %s is set aside without a word of it in the log, and the person logs in (E37)', async (_what, damage) => {
    const { vault, restart, log } = setUp()
    await vault.save(kept)
    const damaged = damage(readBlob())
    writeFileSync(path(), damaged)
    writeFileSync(path('session.json.damaged-4'), 'earlier')
    const started = restart()
    expect(await started.load()).toBeUndefined()
    expect(readdirSync(directory)).toEqual(['session.json.damaged-5'])
    expect(readFileSync(path('session.json.damaged-5'), 'utf8')).toBe(damaged)
    const logged = JSON.stringify(log.lines)
    expect(logged).toContain('set aside')
    for (const secret of [kept.token, 'ZZ', 'WloxMjM0', ...(damaged.match(/[\w+/]{20,}/g) ?? [])]) {
      expect(logged).not.toContain(secret)
    }
    await started.save(kept)
    expect(await restart().load()).toEqual(kept)
  })

  it('a keychain that cannot decrypt it any more: set aside, and its words are not logged', async () => {
    const { vault, restart, manners, log } = setUp()
    await vault.save(kept)
    manners.failure = new Error(`Error while decrypting ${readBlob()}`)
    expect(await restart().load()).toBeUndefined()
    expect(readdirSync(directory)).toEqual(['session.json.damaged-1'])
    expect(JSON.stringify(log.lines)).not.toContain('Error while')
  })

  it('a folder that cannot be written costs the restart alone, never the session', async () => {
    const { restart, log } = setUp()
    rmSync(directory, { recursive: true })
    writeFileSync(directory, 'in the way')
    await restart().save(kept)
    await restart().clear()
    expect(await restart().load()).toBeUndefined()
    expect(log.lines.length).toBeGreaterThan(0)
    rmSync(directory)
  })
})
