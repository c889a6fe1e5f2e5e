import { settingsSchema, type Settings } from '../../src-shared/ipc/settings-schema.ts'

type Kept = Readonly<Record<string, unknown>>

/** From the version of its place in the list to the next one. An own list, since electron-store’s has known bugs (E37). */
const migrations: readonly ((kept: Kept) => Kept)[] = [
  // 0 → 1: language and colours lay beside each other without a version; their names and values are still the same.
  ({ language, theme }) => ({ language, theme }),
]

export const settingsVersion = migrations.length

export interface ReadSettings {
  /** What the person has chosen, as far as it is understood: each on its own, so that one bad value spoils no other. */
  readonly chosen: Partial<Settings>
  /** Written by a later version of the app: it must not be overwritten by what this one understands of it. */
  readonly isNewer: boolean
}

/** Understands a settings file of any version. */
export function readKeptSettings(kept: Kept): ReadSettings {
  const version = readVersion(kept)
  const migrated = migrations.slice(version).reduce((older, migrate) => migrate(older), kept)
  return { chosen: parseEach(migrated), isNewer: version > settingsVersion }
}

export const toKeptSettings = (chosen: Partial<Settings>): Kept => ({ version: settingsVersion, ...chosen })

function readVersion({ version }: Kept): number {
  return typeof version === 'number' && Number.isInteger(version) && version > 0 ? version : 0
}

function parseEach(kept: Kept): Partial<Settings> {
  const one = settingsSchema.partial()
  const parsed = Object.entries(settingsSchema.shape).flatMap(([name]) => {
    const result = one.safeParse({ [name]: kept[name] })
    return result.success ? [result.data] : []
  })
  return Object.fromEntries(parsed.flatMap((value) => Object.entries(value).filter(([, known]) => known !== undefined)))
}
