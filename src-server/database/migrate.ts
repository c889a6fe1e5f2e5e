import { sql, type Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import { migrations } from './migrations.ts'
import type { Tables } from './tables.ts'

/**
 * Brings the database up to date and returns the names of the migrations that ran. Several servers may start at once: an
 * advisory lock lets one migrate and the others wait. Each run is one transaction: all or nothing.
 * Throws `database_not_migrated` when the database is newer than this server, and the database's own errors.
 */
export async function migrateToLatest(db: Kysely<Tables>): Promise<string[]> {
  return await db.connection().execute(async (connection) => {
    // Building an index takes as long as it takes, and so does waiting for another server that builds one.
    const { rows } = await sql<{ limit: string }>`select current_setting('statement_timeout') as limit`.execute(
      connection,
    )
    await sql`select set_config('statement_timeout', '0', false)`.execute(connection)
    try {
      const { error, results } = await createMigrator(connection).migrateToLatest()
      if (error !== undefined) throw await explain(connection, error)
      return (results ?? []).map(({ migrationName }) => migrationName)
    } finally {
      await sql`select set_config('statement_timeout', ${rows[0]?.limit ?? '0'}, false)`.execute(connection)
    }
  })
}

/** Throws `database_not_migrated` unless the database has exactly the migrations that this server knows. */
export async function assertMigrated(db: Kysely<Tables>): Promise<void> {
  const missing = (await createMigrator(db).getMigrations()).filter(({ executedAt }) => executedAt === undefined)
  const unknown = await findUnknown(db)
  if (missing.length === 0 && unknown.length === 0) return
  const names = [...missing.map(({ name }) => `missing ${name}`), ...unknown.map((name) => `unknown ${name}`)]
  throw new AppError('database_not_migrated', { detail: names.join(', ') })
}

/**
 * Throws `database_not_migrated` when the database lacks a migration, and the database's own errors: one short statement, to
 * be asked again and again. A database that has been migrated further meanwhile is no reason to stop serving.
 */
export async function checkReadiness(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db)
  const present = new Set(rows.map(({ name }) => name))
  const missing = Object.keys(migrations).filter((name) => !present.has(name))
  if (missing.length > 0) throw new AppError('database_not_migrated', { detail: `missing ${missing.join(', ')}` })
}

const createMigrator = (db: Kysely<Tables>): Migrator =>
  new Migrator({ db, provider: { getMigrations: () => Promise.resolve({ ...migrations }) } })

async function explain(db: Kysely<Tables>, error: unknown): Promise<unknown> {
  const unknown = await findUnknown(db)
  if (unknown.length === 0) return error
  return new AppError('database_not_migrated', { detail: `newer: ${unknown.join(', ')}` }, { cause: error })
}

async function findUnknown(db: Kysely<Tables>): Promise<string[]> {
  const { rows: found } = await sql<{
    table: string | null
  }>`select to_regclass('kysely_migration')::text as table`.execute(db)
  if (!found[0]?.table) return []
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return rows.map(({ name }) => name).filter((name) => !Object.hasOwn(migrations, name))
}
