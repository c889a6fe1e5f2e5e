import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { migrateToLatest } from '../../src-server/database/migrate.ts'
import { openDatabase, type OpenDatabase } from '../../src-server/database/open-database.ts'
import type { Tables } from '../../src-server/database/tables.ts'
import { createPasswordVerifier } from '../../src-server/security/password-verifier.ts'
import type { PostgresServer } from './postgres-server.ts'
import { insertPeople } from './server-fixtures.ts'
import { readTemplate } from './test-database.ts'

/** What the server processes of a fault test share: a database with the people in it, and a data directory. */
export interface FaultDesk {
  readonly databaseUrl: string
  /** Holds the server’s keys. */
  readonly dataDir: string
  /** The owner’s connection. */
  readonly db: Kysely<Tables>
  close(): Promise<void>
}

export const testPasswords = createPasswordVerifier({ maxConcurrent: 2, maxQueued: 1000 })

/** Makes a database of its own on `server`; limits that a long run would meet are out of the way. */
export async function openFaultDesk(server: PostgresServer): Promise<FaultDesk> {
  const name = `faults_${randomUUID().replaceAll('-', '')}`
  await server.run(`create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'`)
  const databaseUrl = server.urlOf(name)
  const database = await openDatabase({ kind: 'postgres', url: databaseUrl, maxConnections: 3 })
  await fillDesk(database)
  const dataDir = mkdtempSync(join(tmpdir(), 'saihakko-faults-'))
  return {
    databaseUrl,
    dataDir,
    db: database.db,
    async close() {
      await database.close()
      await server.run(`drop database if exists ${name} with (force)`)
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** The same in an embedded database: made, filled and closed, for server processes to open. */
export async function createEmbeddedDesk(dataDir: string): Promise<void> {
  const database = await openDatabase({ kind: 'embedded', dataDir, dump: await readTemplate() })
  await fillDesk(database)
  await database.close()
}

async function fillDesk({ db }: OpenDatabase): Promise<void> {
  await migrateToLatest(db)
  await insertPeople(db, testPasswords, new Date('2026-01-01T00:00:00.000Z'))
  // What would only come in the way of long runs.
  await db
    .updateTable('policy')
    .set({ operator_reissues_per_hour: 1_000_000, reauthentication_seconds: 0, helpdesk_may_edit: true })
    .execute()
}
