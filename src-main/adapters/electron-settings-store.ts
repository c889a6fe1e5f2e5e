import Store from 'electron-store'
import { settingsSchema, type Settings } from '../../src-shared/ipc/contract.ts'
import type { SettingsStorePort } from '../ports/settings-store-port.ts'

/** `settings.json` in the user-data folder; written atomically. What does not parse is left out, field by field. */
export function createElectronSettingsStore(): SettingsStorePort {
  const store = new Store<Record<string, unknown>>({ name: 'settings', clearInvalidConfig: true })
  return {
    read() {
      const known: Partial<Settings> = {}
      const { language, theme } = settingsSchema.shape
      const parsedLanguage = language.safeParse(store.get('language'))
      const parsedTheme = theme.safeParse(store.get('theme'))
      if (parsedLanguage.success) known.language = parsedLanguage.data
      if (parsedTheme.success) known.theme = parsedTheme.data
      return known
    },
    write: (settings) => store.set({ ...settings }),
  }
}
