import { settingsSchema, type Settings } from '../../src-shared/ipc/contract.ts'
import type { SettingsStorePort } from '../ports/settings-store-port.ts'

export type SettingsService = ReturnType<typeof createSettingsService>

/** The user’s settings over the defaults of this machine. */
export function createSettingsService(store: SettingsStorePort, defaults: Settings) {
  const read = (): Settings => settingsSchema.parse({ ...defaults, ...store.read() })
  return {
    read,
    update(changes: Partial<Settings>): Settings {
      const settings = { ...read(), ...changes }
      store.write(settings)
      return settings
    },
  }
}
