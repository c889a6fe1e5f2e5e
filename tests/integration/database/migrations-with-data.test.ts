import { sql, type Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { describe, expect, it } from 'vitest'
import { assertMigrated } from '../../../src-server/database/migrate.ts'
import { migrations } from '../../../src-server/database/migrations.ts'
import type { Tables } from '../../../src-server/database/tables.ts'
import { openDatabaseForEachTest } from '../../support/database-for-each-test.ts'
import { describeSchema } from '../../support/describe-schema.ts'
import { databaseKinds } from '../../support/test-database.ts'
import { fillTwoMembers } from '../../support/two-members.ts'

const names = Object.keys(migrations)
/** What going back below a migration loses, as it says. */
const lostBelow: Readonly<Record<string, string>> = {
  verifications: '0004',
  verification_answers: '0004',
  throttles: '0004',
  reissue_handovers: '0009',
}

describe.each(databaseKinds)('migrations over data (%s)', (kind) => {
  const open = openDatabaseForEachTest(kind)

  const tables = ['members', 'users', 'credentials', 'sessions', 'reissues', 'idempotency_keys', 'audit_events']
  const all = [
    ...tables,
    'reissue_handovers',
    'notification_outbox',
    'verifications',
    'verification_answers',
    'policy',
    'audit_head',
  ]

  const countRows = async (db: Kysely<Tables>): Promise<Map<string, number>> => {
    const counts = new Map<string, number>()
    for (const table of all) {
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(db)
      counts.set(table, rows[0]?.n ?? -1)
    }
    return counts
  }

  it('go down to any step and up again: the same schema, rights and rows (R13)', async () => {
    const { db } = open()
    await fillTwoMembers(db)
    const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve({ ...migrations }) } })
    const schema = await describeSchema(db)
    expect(schema.length).toBeGreaterThan(150)
    for (const kind of ['grant', 'policy', 'trigger', 'function', 'index', 'constraint', 'column'])
      expect(schema.some((line) => line.startsWith(`${kind} `))).toBe(true)
    const rows = await countRows(db)
    expect([...rows.values()].every((count) => count > 0)).toBe(true)

    for (const step of names.slice(0, -1).toReversed()) {
      expect((await migrator.migrateTo(step)).error).toBeUndefined()
      expect((await migrator.migrateToLatest()).error).toBeUndefined()
      await expect(assertMigrated(db)).resolves.toBeUndefined()
      expect(await describeSchema(db)).toEqual(schema)
      for (const [table, count] of await countRows(db)) {
        const isLost = step < (lostBelow[table] ?? '')
        expect([step, table, count]).toEqual([step, table, isLost ? 0 : rows.get(table)])
      }
    }
  })
})
