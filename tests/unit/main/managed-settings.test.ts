import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFileManagedSettings } from '../../../src-main/adapters/file-managed-settings.ts'
import { parseConvertedPreferences } from '../../../src-main/adapters/macos-managed-settings.ts'
import {
  createRegistryManagedSettings,
  parseRegistryQuery,
} from '../../../src-main/adapters/registry-managed-settings.ts'
import { findManagedSettings, firstWins, without } from '../../../src-main/bootstrap/find-managed-settings.ts'
import type { ManagedSettingsPort } from '../../../src-main/ports/managed-settings-port.ts'
import { parseRules, readManagedSettings } from '../../../src-main/services/managed-settings-service.ts'
import { createListLog } from '../../support/list-log.ts'

const fingerprint = Array.from({ length: 32 }, () => 'ab').join(':')
const sourceOf = (values: Record<string, unknown>): ManagedSettingsPort => ({
  read: () => Promise.resolve({ values, problems: [] }),
})

describe('an organisation’s rules', () => {
  it('may fix every setting, the server and the source of updates', () => {
    const values = {
      language: 'en',
      theme: 'dark',
      clipboardSeconds: 20,
      autoLockMinutes: 5,
      hideOnBlur: 1,
      verbalAlphabet: 'nato',
      speaksAloud: 0,
      passwordLength: 16,
      density: 'compact',
      serverUrl: 'https://desk.example:8443',
      trustedFingerprint: fingerprint,
      mayTryHere: 0,
      updateFeedUrl: 'https://updates.example/desk',
    }
    expect(parseRules({ values })).toEqual({
      values: {
        ...values,
        hideOnBlur: true,
        speaksAloud: false,
        mayTryHere: false,
        trustedFingerprint: fingerprint.toUpperCase(),
      },
      refused: [],
      unknown: 0,
    })
  })

  it.each([
    ['serverUrl', 'http://desk.example'],
    ['serverUrl', 'http://127.0.0.1.evil.example'],
    ['serverUrl', 'https://'],
    ['serverUrl', 7],
    ['updateFeedUrl', 'http://127.0.0.1:1/'],
    ['trustedFingerprint', 'AB:CD'],
    ['clipboardSeconds', 9],
    ['autoLockMinutes', '5'],
    ['hideOnBlur', 2],
    ['speaksAloud', 'yes'],
    ['passwordLength', 33],
    ['verbalAlphabet', 'police'],
    ['mayTryHere', 'no'],
    ['language', 'fr'],
    ['theme', null],
  ])('lose %s alone, or have it forbid, when it is %s (E1)', async (name, value) => {
    const log = createListLog()
    const view = await readManagedSettings(sourceOf({ theme: 'dark', [name]: value, later: 1 }), log)
    expect(view).toEqual({
      values: { ...(name === 'theme' ? {} : { theme: 'dark' }), ...(name === 'mayTryHere' && { mayTryHere: false }) },
      hasUnreadableRules: true,
      isServerRuleLost: name === 'serverUrl' || name === 'trustedFingerprint',
    })
    expect(log.lines).toContainEqual({ level: 'warn', event: 'rules', facts: { code: 'value_refused', rule: name } })
  })

  it('of another name are reported, and nothing more', async () => {
    const log = createListLog()
    const view = await readManagedSettings(sourceOf({ themes: 'dark', ['toString']: 1 }), log)
    expect(view).toEqual({ values: {}, hasUnreadableRules: false, isServerRuleLost: false })
    expect(log.lines).toEqual([{ level: 'warn', event: 'rules', facts: { code: 'unknown_rules', count: 2 } }])
  })

  it('of the first place win, rule by rule', async () => {
    const found = await firstWins([sourceOf({ theme: 'dark' }), sourceOf({ theme: 'light', language: 'en' })]).read()
    expect(found).toEqual({ values: { theme: 'dark', language: 'en' }, problems: [] })
  })

  it('about the server are not taken from a folder in which every user may write (E1)', async () => {
    const source = without(['serverUrl'], sourceOf({ serverUrl: 'https://evil.example', theme: 'dark' }))
    expect(await source.read()).toEqual({
      values: { theme: 'dark' },
      problems: [{ source: 'file', code: 'not_trusted', name: 'serverUrl', sparesServer: true }],
    })
  })

  const unreadable: ManagedSettingsPort = {
    read: () => Promise.resolve({ values: {}, problems: [{ source: 'file', code: 'not_understood' }] }),
  }
  it.each<[string, ManagedSettingsPort, boolean]>([
    ['a place that cannot be read may have held one', unreadable, true],
    [
      'unless another place tells the server',
      firstWins([sourceOf({ serverUrl: 'https://a.example' }), unreadable]),
      false,
    ],
    ['or the server’s rules are not taken from there', without(['serverUrl'], unreadable), false],
  ])('about the server: %s (S-22)', async (_what, source, isLost) => {
    expect((await readManagedSettings(source, createListLog())).isServerRuleLost).toBe(isLost)
  })
})

describe('a policy file', () => {
  const own = process.getuid?.() ?? 0
  let folder = ''
  const path = (): string => join(folder, 'policy.json')
  const read = (trustedOwners = [own]) =>
    createFileManagedSettings({ path: path(), trustedOwners, platform: 'linux' }).read()
  const problemOf = (code: string) => ({ values: {}, problems: [{ source: 'file', code }] })

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'desk-policy-'))
    chmodSync(folder, 0o755)
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  function writePolicy(text: string, mode = 0o644): void {
    writeFileSync(path(), text)
    chmodSync(path(), mode)
  }

  it('that is not there makes no rules', async () => {
    expect(await read()).toEqual({ values: {}, problems: [] })
  })

  it('is read, with or without a mark of the byte order', async () => {
    writePolicy('\uFEFF{ "theme": "dark" }')
    expect(await read()).toEqual({ values: { theme: 'dark' }, problems: [] })
  })

  it.each([0o666, 0o664, 0o646])('that others could have written (%o) is refused', async (mode) => {
    writePolicy('{ "theme": "dark" }', mode)
    expect(await read()).toEqual(problemOf('not_trusted'))
  })

  it('of another owner is refused', async () => {
    writePolicy('{ "theme": "dark" }')
    expect(await read([own + 1])).toEqual(problemOf('not_trusted'))
  })

  it('in a folder that others could write to is refused', async () => {
    writePolicy('{ "theme": "dark" }')
    chmodSync(folder, 0o777)
    expect(await read()).toEqual(problemOf('not_trusted'))
  })

  it('is judged where a link leads to', async () => {
    const target = join(folder, 'elsewhere.json')
    writeFileSync(target, '{ "theme": "dark" }')
    chmodSync(target, 0o666)
    symlinkSync(target, path())
    expect(await read()).toEqual(problemOf('not_trusted'))
  })

  it.each(['', '[1]', 'null', '{ "theme": "dark"', '\u0000'])('with the text %j is no policy', async (text) => {
    writePolicy(text)
    expect(await read()).toEqual(problemOf('not_understood'))
  })

  it('that is a folder, or of a size that no policy has, is not read', async () => {
    mkdirSync(path())
    expect(await read()).toEqual(problemOf('not_readable'))
    rmSync(path(), { recursive: true })
    writePolicy(JSON.stringify({ theme: ' '.repeat(70_000) }))
    expect(await read()).toEqual(problemOf('not_readable'))
  })

  it('named by the environment stands in for the system’s, but never in a packaged app', async () => {
    writePolicy('{ "theme": "dark" }')
    const variables = { SAIHAKKO_POLICY_FILE: path() }
    const find = (isPackaged: boolean) => findManagedSettings({ platform: 'linux', variables, isPackaged }).read()
    expect((await find(false)).values).toEqual({ theme: 'dark' })
    expect((await find(true)).values).not.toEqual({ theme: 'dark' })
  })
})

describe('Windows group policies', () => {
  it('are taken from what reg.exe prints', () => {
    const output = [
      '',
      String.raw`HKEY_LOCAL_MACHINE\Software\Policies\Saihakko\Desk`,
      '    (既定)    REG_SZ    (値の設定なし)',
      '    theme    REG_SZ    dark',
      '    serverUrl    REG_SZ    https://desk.example:8443/a path',
      '    clipboardSeconds    REG_DWORD    0x1e',
      '    hideOnBlur    REG_DWORD    0x1',
      '    updateFeedUrl    REG_SZ',
      '    trustedFingerprint    REG_MULTI_SZ    AA\\0BB',
      '',
      String.raw`HKEY_LOCAL_MACHINE\Software\Policies\Saihakko\Desk\Later`,
      '',
    ].join('\r\n')
    expect(parseRegistryQuery(output)).toEqual({
      values: {
        theme: 'dark',
        serverUrl: 'https://desk.example:8443/a path',
        clipboardSeconds: 30,
        hideOnBlur: 1,
        updateFeedUrl: '',
      },
      problems: [{ source: 'registry', code: 'not_understood', name: 'trustedFingerprint' }],
    })
  })

  it('make no rules where nothing is printed', () => {
    expect(parseRegistryQuery('')).toEqual({ values: {}, problems: [] })
  })

  it('are reported when reg.exe cannot be asked', async () => {
    expect(await createRegistryManagedSettings('/nowhere').read()).toEqual({
      values: {},
      problems: [{ source: 'registry', code: 'not_readable' }],
    })
  })
})

describe('managed preferences of macOS', () => {
  it('are taken from what plutil prints, without what the profile adds', () => {
    const output = '{"theme":"dark","hideOnBlur":true,"PayloadUUID":"1","com.apple.mcx":{"x":1}}'
    expect(parseConvertedPreferences(output)).toEqual({ values: { theme: 'dark', hideOnBlur: true }, problems: [] })
  })

  it('that plutil could not convert are reported', () => {
    expect(parseConvertedPreferences('policy.plist: invalid object in plist for destination format')).toEqual({
      values: {},
      problems: [{ source: 'preferences', code: 'not_understood' }],
    })
  })
})
