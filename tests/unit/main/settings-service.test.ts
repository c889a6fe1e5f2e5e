import { describe, expect, it } from 'vitest'
import { readKeptSettings, settingsVersion } from '../../../src-main/services/kept-settings-policy.ts'
import { createSettingsService } from '../../../src-main/services/settings-service.ts'
import { nothingManaged } from '../../../src-main/services/managed-settings-service.ts'
import type { Settings, SettingsView } from '../../../src-shared/ipc/settings-schema.ts'
import { createListLog } from '../../support/list-log.ts'

const defaults: Settings = {
  language: 'ja',
  theme: 'system',
  clipboardSeconds: 60,
  autoLockMinutes: 10,
  hideOnBlur: false,
  verbalAlphabet: 'call-centre',
  speaksAloud: false,
  passwordLength: null,
  density: 'comfortable',
}

/** The service over a file in memory, with everything it told. */
function settingsOver(file: { kept: Readonly<Record<string, unknown>> }) {
  const told: SettingsView[] = []
  const log = createListLog()
  const store = { read: () => file.kept, write: (kept: Readonly<Record<string, unknown>>) => void (file.kept = kept) }
  const settings = createSettingsService({
    store,
    defaults,
    managed: nothingManaged,
    log,
    onChanged: (view) => void told.push(view),
  })
  return { settings, told, log }
}

describe('settings', () => {
  it('are those of this machine until the user chooses; only what was chosen is kept, over a restart', () => {
    const file = { kept: {} }
    const { settings, told } = settingsOver(file)
    expect(settings.read()).toEqual({ values: defaults, locked: [], hasUnreadableRules: false })
    const changed = settings.update({ language: 'en', theme: undefined })
    expect(changed.values).toEqual({ ...defaults, language: 'en' })
    expect(told).toEqual([changed])
    expect(file.kept).toEqual({ version: settingsVersion, language: 'en' })
    expect(settingsOver(file).settings.read().values).toEqual({ ...defaults, language: 'en' })
  })

  it('stay as they are when they cannot be kept', () => {
    const store = {
      read: () => ({}),
      write: () => {
        throw new Error('disk full')
      },
    }
    const told: SettingsView[] = []
    const settings = createSettingsService({
      store,
      defaults,
      managed: nothingManaged,
      log: createListLog(),
      onChanged: (view) => void told.push(view),
    })
    expect(() => settings.update({ theme: 'dark' })).toThrow(expect.objectContaining({ code: 'file_not_written' }))
    expect(settings.read().values.theme).toBe('system')
    expect(told).toEqual([])
  })

  it('of a later version are read as far as they are understood, and their file stays untouched', () => {
    const kept = { version: 99, language: 'en', theme: { from: 18 }, whatever: true }
    const file = { kept }
    const { settings, log } = settingsOver(file)
    expect(settings.read().values).toEqual({ ...defaults, language: 'en' })
    expect(settings.update({ hideOnBlur: true }).values.hideOnBlur).toBe(true)
    expect(settings.read().values.hideOnBlur).toBe(true)
    expect(file.kept).toBe(kept)
    expect(log.lines).toEqual([{ level: 'warn', event: 'settings', facts: { code: 'of_a_later_version' } }])
  })
})

describe('a settings file', () => {
  it('of version 1, from before the telephone, is read as it is; what it does not know is as on a new machine', () => {
    const kept = { version: 1, language: 'en', clipboardSeconds: 30 }
    const { settings } = settingsOver({ kept })
    expect(settings.read().values).toEqual({ ...defaults, language: 'en', clipboardSeconds: 30 })
  })

  it('of version 0 (language and theme alone) is taken over', () => {
    expect(readKeptSettings({ language: 'en', theme: 'dark', clipboardSeconds: 20 })).toEqual({
      chosen: { language: 'en', theme: 'dark' },
      isNewer: false,
    })
  })

  it.each([
    ['another language', { language: 'fr', theme: 'dark' }, { theme: 'dark' }],
    ['too long a time', { clipboardSeconds: 301, autoLockMinutes: 1 }, { autoLockMinutes: 1 }],
    ['a time in words', { clipboardSeconds: '30', hideOnBlur: true }, { hideOnBlur: true }],
    ['a wished length that no policy allows', { passwordLength: 9, density: 'compact' }, { density: 'compact' }],
    ['no wished length', { passwordLength: null, speaksAloud: 1 }, { passwordLength: null }],
    ['another alphabet', { verbalAlphabet: 'police', theme: 'high-contrast' }, { theme: 'high-contrast' }],
    ['half a minute', { autoLockMinutes: 0.5, language: 'en' }, { language: 'en' }],
    ['what is no setting', { __proto__: { theme: 'dark' }, token: 'x', language: 'ja' }, { language: 'ja' }],
  ])('with %s loses that value alone', (_what, kept, chosen) => {
    expect(readKeptSettings({ version: 1, ...kept })).toEqual({ chosen, isNewer: false })
  })

  it.each([-1, 0.5, '1', null, Number.MAX_VALUE])('with the version %s does not stop the app', (version) => {
    expect(readKeptSettings({ version, language: 'en' }).chosen).toEqual({ language: 'en' })
  })
})
