import { sql } from 'kysely'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import type { Configuration } from '../config/read-configuration.ts'
import { prepareDataDirectory } from '../database/prepare-data-directory.ts'
import { hasEmbeddedDatabase } from '../database/embedded-database.ts'
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

/**
 * Opens the configured database only to look at it, for as long as `use` runs: nothing is made, migrated or written (P24).
 * Throws `database_not_migrated` where it is not there yet, or older or newer than this program.
 */
export async function inspectDatabase<T>(
  { database: options, dataDir }: Configuration,
  use: (database: OpenDatabase) => Promise<T>,
): Promise<T> {
  if (options.kind === 'embedded' && !hasEmbeddedDatabase(dataDir))
    throw new AppError('database_not_migrated', { detail: `there is no database in ${dataDir}` })
  const database = await openDatabase(options)
  try {
    // The one connection of the embedded database, whose owner the command is.
    if (database.kind === 'embedded') await sql`set default_transaction_read_only = on`.execute(database.db)
    await assertMigrated(database.db)
    return await use(database)
  } finally {
    await database.close()
  }
}
