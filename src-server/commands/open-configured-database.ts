import type { Configuration } from '../config/read-configuration.ts'
import { prepareDataDirectory } from '../database/prepare-data-directory.ts'
import { assertMigrated, migrateToLatest } from '../database/migrate.ts'
import { openDatabase, type OpenDatabase, type OpenDatabaseOptions } from '../database/open-database.ts'
import type { Terminal } from './terminal.ts'

/** Tells at a terminal why the first start takes a few seconds. */
export function withProgress(options: OpenDatabaseOptions, terminal: Terminal): OpenDatabaseOptions {
  if (options.kind === 'postgres') return options
  return {
    ...options,
    onCreate: () => terminal.showProgress('Preparing a new database; this takes a few seconds, once …'),
  }
}

/** Opens the configured database, up to date, for as long as `use` runs. */
export async function useDatabase<T>(
  configuration: Configuration,
  terminal: Terminal,
  use: (database: OpenDatabase) => Promise<T>,
): Promise<T> {
  if (configuration.database.kind === 'embedded') prepareDataDirectory(configuration.dataDir)
  const database = await openDatabase(withProgress(configuration.database, terminal))
  try {
    if (database.kind === 'embedded') await migrateToLatest(database.db)
    else await assertMigrated(database.db)
    terminal.clearProgress()
    return await use(database)
  } finally {
    await database.close()
  }
}
