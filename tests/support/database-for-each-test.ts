import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll } from 'vitest'
import type { OpenDatabase } from '../../src-server/database/open-database.ts'
import { startTestDatabases, type DatabaseKind, type TestDatabases } from './test-database.ts'

/**
 * Gives each test of the surrounding `describe` an empty, migrated database; call the result inside of a test. It is one
 * database that is emptied after each test: making an embedded one takes longer than most tests.
 */
export function openDatabaseForEachTest(kind: DatabaseKind): () => OpenDatabase {
  let databases: TestDatabases | undefined
  let database: OpenDatabase | undefined
  beforeAll(async () => {
    databases = await startTestDatabases(kind)
    database = await databases.open()
  })
  afterAll(async () => {
    await database?.close()
    await databases?.stop()
  })
  afterEach(async () => {
    if (database) await emptyDatabase(database)
  })
  return () => {
    if (!database) throw new Error('no test is running')
    return database
  }
}

/** As after the migrations. The audit cannot be emptied by anybody but its owner with the trigger off. */
async function emptyDatabase({ db }: OpenDatabase): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ name: string }>`select tablename as name from pg_tables
      where schemaname = current_schema() and tablename not like 'kysely%'`.execute(tx)
    await sql`alter table audit_events disable trigger audit_events_append_only`.execute(tx)
    await sql`truncate ${sql.join(rows.map(({ name }) => sql.table(name)))}`.execute(tx)
    await sql`alter table audit_events enable trigger audit_events_append_only`.execute(tx)
    await sql`insert into audit_head (seq, hash) values (0, decode(repeat('00', 32), 'hex'))`.execute(tx)
    await sql`insert into policy default values`.execute(tx)
  })
}
