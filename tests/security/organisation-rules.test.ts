import { describe, expect, it, vi } from 'vitest'
import { createAppHandlers } from '../../src-main/ipc/app-handlers.ts'
import { InputRejected } from '../../src-main/ipc/bind-channel.ts'
import { createSettingsService } from '../../src-main/services/settings-service.ts'
import type { ManagedView } from '../../src-main/services/managed-settings-service.ts'
import { info, settings as defaults } from '../support/fake-desk-data.ts'
import { createListLog } from '../support/list-log.ts'

function deskWith(managed: ManagedView, kept: Readonly<Record<string, unknown>>) {
  const write = vi.fn<(kept: Readonly<Record<string, unknown>>) => void>()
  const settings = createSettingsService({
    store: { read: () => kept, write },
    defaults,
    managed,
    log: createListLog(),
    onChanged: () => undefined,
  })
  const readInfo = () => Promise.resolve(info)
  return { app: createAppHandlers({ readInfo, settings, protectContent: () => undefined }), write }
}

describe('S-22: what an organisation has fixed', () => {
  const managed = {
    values: { theme: 'dark', autoLockMinutes: 5 },
    hasUnreadableRules: true,
    isServerRuleLost: false,
  } as const

  it('wins over the person’s choice, also over one made before, and is named as fixed', async () => {
    const { app } = deskWith(managed, { version: 1, theme: 'light', autoLockMinutes: 60 })
    expect(await app.readSettings({})).toEqual({
      values: { ...defaults, theme: 'dark', autoLockMinutes: 5 },
      locked: ['theme', 'autoLockMinutes'],
      hasUnreadableRules: true,
    })
  })

  it('cannot be changed by the page, not even beside something else or to the same value', async () => {
    const { app, write } = deskWith(managed, {})
    for (const changes of [{ autoLockMinutes: 60 }, { language: 'en', theme: 'light' }, { theme: 'dark' }])
      await expect(app.updateSettings(changes)).rejects.toMatchObject({ code: 'setting_locked' })
    await expect(app.updateSettings({ serverUrl: 'https://evil.example' })).rejects.toBeInstanceOf(InputRejected)
    expect(await app.readSettings({})).toMatchObject({ values: { language: 'ja', theme: 'dark', autoLockMinutes: 5 } })
    expect(write).not.toHaveBeenCalled()
  })

  it('does not touch the own choice, which holds again when the rule is gone', async () => {
    const { app, write } = deskWith(managed, { version: 1, theme: 'light' })
    await app.updateSettings({ clipboardSeconds: 30 })
    expect(write.mock.calls).toEqual([[{ version: 1, theme: 'light', clipboardSeconds: 30 }]])
  })
})
