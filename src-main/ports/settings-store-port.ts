/**
 * Where the user’s settings are kept: one object, as it is in the file. Reading never throws; what is no JSON object is set
 * aside and reads as nothing. Writing replaces the whole at once and throws when it is not possible.
 */
export interface SettingsStorePort {
  read(): Readonly<Record<string, unknown>>
  write(kept: Readonly<Record<string, unknown>>): void
}
