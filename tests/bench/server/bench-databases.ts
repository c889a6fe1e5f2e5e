import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { migrateToLatest } from '../../../src-server/database/migrate.ts'
import { openDatabase } from '../../../src-server/database/open-database.ts'
import type { Tables } from '../../../src-server/database/tables.ts'
import type { PostgresServer } from '../../support/postgres-server.ts'
import { readTemplate } from '../../support/test-database.ts'

/** A database of its own on PostgreSQL, empty but migrated. */
export interface PostgresDatabase {
  readonly url: string
  readonly db: Kysely<Tables>
  remove(): Promise<void>
}

export async function createPostgresDatabase(postgres: PostgresServer): Promise<PostgresDatabase> {
  const name = `bench_${randomUUID().replaceAll('-', '')}`
  await postgres.run(`create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'`)
  const url = postgres.urlOf(name)
  // A million users take longer to fill in than any statement of the server may take.
  const database = await openDatabase({ kind: 'postgres', url, limits: { statementMs: 3_600_000 } })
  await migrateToLatest(database.db)
  return {
    url,
    db: database.db,
    async remove() {
      await database.close()
      await postgres.run(`drop database ${name} with (force)`)
    },
  }
}

/** An embedded one in a folder of its own, empty but migrated. */
export interface EmbeddedDatabase {
  readonly dataDir: string
  readonly db: Kysely<Tables>
  /** Lets somebody else open it. */
  close(): Promise<void>
  remove(): Promise<void>
}

export async function createEmbeddedDatabase(): Promise<EmbeddedDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), 'saihakko-bench-embedded-'))
  const database = await openDatabase({ kind: 'embedded', dataDir, dump: await readTemplate() })
  return {
    dataDir,
    db: database.db,
    close: () => database.close(),
    async remove() {
      await database.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
