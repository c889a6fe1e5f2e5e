import { settingNames } from '../../../src-shared/ipc/settings-schema.ts'
import type { UpdateView } from '../../../src-shared/ipc/update-schema.ts'
import { answer } from '../../support/fake-desk.ts'
import { info, offlineHistory } from '../../support/fake-desk-data.ts'
import type { GalleryState } from '../gallery-state.ts'
import { asAdministrator, at } from './places.ts'

const updating = (state: UpdateView['state'], version: string | null): GalleryState => ({
  name: `settings-update-${state}`,
  start: asAdministrator,
  place: at('settings'),
  overrides: { updates: { read: () => answer({ state, version }) } },
  reach: async ({ t, button }) =>
    button(t('settings.updateCheck'))
      .or(button(t('settings.updateInstall')))
      .first()
      .waitFor(),
})

/** 設定. */
export const settingsStates: readonly GalleryState[] = [
  { name: 'settings', start: asAdministrator, place: at('settings') },
  {
    name: 'settings-in-memory',
    start: { ...asAdministrator, server: { kind: 'given', url: 'https://desk.example' } },
    place: at('settings'),
    overrides: {
      app: { readInfo: () => answer({ ...info, storage: 'memory', trial: undefined }) },
      offlineHistory: {
        read: () =>
          answer({
            ...offlineHistory,
            entries: 1234,
            asOf: '2026-11-23T01:32:00.000Z',
            keptUntil: '2026-12-23T01:32:00.000Z',
          }),
      },
    },
  },
  {
    name: 'settings-locked',
    start: { ...asAdministrator, server: { kind: 'given', url: 'https://desk.example', isLocked: true } },
    place: at('settings'),
    lockedSettings: [...settingNames],
  },
  {
    name: 'settings-out-of-range',
    start: asAdministrator,
    place: at('settings'),
    reach: async ({ t, type }, page) => {
      await type(t('settings.clipboardSeconds'), '9')
      await page.keyboard.press('Tab')
    },
  },
  {
    name: 'settings-diagnostics',
    start: asAdministrator,
    place: at('settings'),
    overrides: { diagnostics: { read: () => answer({ fileName: 'd.txt', text: 'version 0.1.0\n'.repeat(60) }) } },
    reach: async ({ t, press, dialog }) => {
      await press(t('settings.diagnosticsShow'))
      await dialog().waitFor()
    },
  },
  updating('current', null),
  updating('downloading', '0.2.0'),
  updating('ready', '0.2.0'),
  updating('refused', '0.2.0'),
]
