import type { OpenDatabase } from './database-handle.ts'
import { openEmbeddedDatabase, type EmbeddedDatabaseOptions } from './embedded-database.ts'
import { openPostgresDatabase, type PostgresDatabaseOptions } from './postgres-database.ts'

export type { OpenDatabase } from './database-handle.ts'
export type OpenDatabaseOptions = EmbeddedDatabaseOptions | PostgresDatabaseOptions

/**
 * Opens the embedded database or connects to PostgreSQL; does not migrate.
 * Throws `data_directory_in_use`, `data_directory_unusable`, `database_unavailable`, `database_unsuitable`.
 */
export function openDatabase(options: OpenDatabaseOptions): Promise<OpenDatabase> {
  return options.kind === 'embedded' ? openEmbeddedDatabase(options) : openPostgresDatabase(options)
}
