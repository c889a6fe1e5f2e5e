import { AppError } from '../../src-shared/errors/catalogue.ts'
import {
  settingNames,
  type SettingName,
  type Settings,
  type SettingsView,
} from '../../src-shared/ipc/settings-schema.ts'
import type { LogPort } from '../ports/log-port.ts'
import type { SettingsStorePort } from '../ports/settings-store-port.ts'
import { readKeptSettings, toKeptSettings } from './kept-settings-policy.ts'
import type { ManagedView } from './managed-settings-service.ts'

export interface SettingsServiceDependencies {
  readonly store: SettingsStorePort
  /** Of this machine, until the person chooses. */
  readonly defaults: Settings
  readonly managed: ManagedView
  readonly log: LogPort
  readonly onChanged: (view: SettingsView) => void
}

/** Nothing for what stays as it is. */
export type SettingsChange = { readonly [N in SettingName]?: Settings[N] | undefined }

export type SettingsService = ReturnType<typeof createSettingsService>

/** What holds: the organisation’s word over the person’s choice over the defaults of this machine. */
export function createSettingsService({ store, defaults, managed, log, onChanged }: SettingsServiceDependencies) {
  const locked = settingNames.filter((name) => managed.values[name] !== undefined)
  const fixed = Object.fromEntries(locked.map((name) => [name, managed.values[name]]))
  const kept = readKeptSettings(store.read())
  let { chosen } = kept
  if (kept.isNewer) log.warn('settings', { code: 'of_a_later_version' })

  const read = (): SettingsView => ({
    values: { ...defaults, ...chosen, ...fixed },
    locked,
    hasUnreadableRules: managed.hasUnreadableRules,
  })

  /** A file of a later version stays as it is: what is chosen here then holds until the app ends. */
  function keep(next: Partial<Settings>): void {
    if (kept.isNewer) return
    try {
      store.write(toKeptSettings(next))
    } catch (cause) {
      throw new AppError('file_not_written', {}, { cause })
    }
  }

  return {
    read,
    /** Fails with `setting_locked` for what the organisation has fixed, and `file_not_written`; nothing changes then. */
    update(changes: SettingsChange): SettingsView {
      // SECURITY: S-22. The page cannot offer it; a page that was taken over cannot do it either.
      if (locked.some((name) => changes[name] !== undefined)) throw new AppError('setting_locked')
      const next = { ...chosen, ...withoutUndefined(changes) }
      keep(next)
      chosen = next
      const view = read()
      onChanged(view)
      return view
    },
  }
}

const withoutUndefined = (changes: SettingsChange): Partial<Settings> =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
