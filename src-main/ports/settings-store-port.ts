import type { Settings } from '../../src-shared/ipc/contract.ts'

/** Where the user’s settings are kept. Reading never throws: a damaged file reads as no settings. */
export interface SettingsStorePort {
  read(): Partial<Settings>
  write(settings: Settings): void
}
