import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { Migrator, NO_MIGRATIONS } from 'kysely/migration'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assertMigrated, migrateToLatest } from '../../../src-server/database/migrate.ts'
import { migrations } from '../../../src-server/database/migrations.ts'
import type { OpenDatabase } from '../../../src-server/database/open-database.ts'
import { databaseKinds, startTestDatabases, type TestDatabases } from '../../support/test-database.ts'

describe.each(databaseKinds)('a database (%s)', (kind) => {
  let databases: TestDatabases
  let database: OpenDatabase

  beforeAll(async () => {
    databases = await startTestDatabases(kind)
    database = await databases.open()
  })
  afterAll(async () => {
    await database?.close()
    await databases?.stop()
  })

  it('gives values in the same JavaScript types', async () => {
    const at = new Date('2026-11-23T01:02:03.456Z')
    const { rows } = await sql`select ${at}::timestamptz as at, ${Buffer.from('あ')}::bytea as bytes, 12::bigint as big,
      count(*) as count, ${JSON.stringify({ a: [1] })}::jsonb as json, ${['a', 'b"c,{}']}::text[] as list, null as nothing,
      ${randomUUID()}::uuid is not null as yes from policy`.execute(database.db)
    expect(rows).toEqual([
      {
        at,
        bytes: Buffer.from('あ'),
        big: 12,
        count: 1,
        json: { a: [1] },
        list: ['a', 'b"c,{}'],
        nothing: null,
        yes: true,
      },
    ])
    expect(Buffer.isBuffer(Object(rows[0]).bytes)).toBe(true)
  })

  it('tells errors by PostgreSQL’s code and constraint, and nothing of its own insides', async () => {
    const insert = () =>
      sql`insert into members (member_id, member_name, created_at) values ('M-DOUBLE', 'x', now())`.execute(database.db)
    await insert()
    const error: unknown = await insert().catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: '23505', constraint: 'members_pkey', table: 'members' })
    expect(String(error).length).toBeLessThan(300)
  })

  it('keeps a transaction whole, and rolls all of it back', async () => {
    const count = async () =>
      (
        await database.db
          .selectFrom('members')
          .select(sql<number>`count(*)`.as('n'))
          .executeTakeFirstOrThrow()
      ).n
    const before = await count()
    const attempt = database.db.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('members')
        .values({ member_id: 'M-1', member_name: 'x', created_at: new Date() })
        .execute()
      throw new Error('on purpose')
    })
    await expect(attempt).rejects.toThrow('on purpose')
    expect(await count()).toBe(before)
  })

  it('does not take a failed transaction for a success, even when its error was swallowed', async () => {
    const attempt = database.db.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('members')
        .values({ member_id: 'M-2', member_name: 'x', created_at: new Date() })
        .execute()
      await sql`select nothing_like_this`.execute(transaction).catch(() => {})
    })
    await expect(attempt).rejects.toThrow(/transaction/i)
    expect(
      await database.db.selectFrom('members').select('member_id').where('member_id', '=', 'M-2').execute(),
    ).toEqual([])
  })

  it('keeps concurrent transactions apart', async () => {
    await database.db
      .insertInto('members')
      .values({ member_id: 'M-COUNT', member_name: '0', created_at: new Date() })
      .execute()
    const addOne = () =>
      database.db.transaction().execute(async (transaction) => {
        const { member_name: value } = await transaction
          .selectFrom('members')
          .select('member_name')
          .where('member_id', '=', 'M-COUNT')
          .forUpdate()
          .executeTakeFirstOrThrow()
        await transaction
          .updateTable('members')
          .set({ member_name: String(Number(value) + 1) })
          .where('member_id', '=', 'M-COUNT')
          .execute()
      })
    await Promise.all(Array.from({ length: 12 }, addOne))
    const row = await database.db
      .selectFrom('members')
      .select('member_name')
      .where('member_id', '=', 'M-COUNT')
      .executeTakeFirstOrThrow()
    expect(row.member_name).toBe('12')
  })

  it('refuses every change of the audit (P24)', async () => {
    await sql`insert into audit_events (at, action, outcome, details) values (now(), 'x', 'done', '{}')`.execute(
      database.db,
    )
    await expect(sql`update audit_events set action = 'y'`.execute(database.db)).rejects.toThrow('append-only')
    await expect(sql`delete from audit_events`.execute(database.db)).rejects.toThrow('append-only')
    await expect(sql`truncate audit_events`.execute(database.db)).rejects.toThrow('append-only')
  })

  it('ends the open sessions of users disabled before 0003, and goes back to 0002 with such sessions (P17)', async () => {
    const other = await databases.open()
    try {
      const migrator = new Migrator({
        db: other.db,
        provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
      })
      const readReasons = async () => {
        const { rows } =
          await sql`select user_id, end_reason, (ended_at is null) as open from sessions order by user_id`.execute(
            other.db,
          )
        return rows
      }
      expect((await migrator.migrateTo('0002-user-search')).error).toBeUndefined()
      await sql`insert into members (member_id, member_name, created_at) values ('M', 'x', now())`.execute(other.db)
      await sql`insert into users (member_id, user_id, login_id, user_name, role, state, registered_at) values
        ('M', 'U-1', 'l1', 'x', 'staff', 'disabled', now()), ('M', 'U-2', 'l2', 'x', 'staff', 'active', now())`.execute(
        other.db,
      )
      await sql`insert into sessions (member_id, session_id, user_id, token_hash, must_change_password, created_at,
        last_seen_at, expires_at) select 'M', gen_random_uuid(), user_id, user_id::bytea, false, now(), now(), now()
        from users`.execute(other.db)
      expect(await migrateToLatest(other.db)).toEqual(Object.keys(migrations).slice(2))
      const ended = { user_id: 'U-1', end_reason: 'account_disabled', open: false }
      const kept = { user_id: 'U-2', end_reason: null, open: true }
      expect(await readReasons()).toEqual([ended, kept])
      expect((await migrator.migrateTo('0002-user-search')).error).toBeUndefined()
      expect(await readReasons()).toEqual([{ ...ended, end_reason: 'logged_out' }, kept])
      await sql`update users set state = 'disabled'`.execute(other.db)
      expect(await readReasons()).toEqual([{ ...ended, end_reason: 'logged_out' }, kept])
    } finally {
      await other.close()
    }
  })

  it('migrates once, also when several start at once, knows a newer database, and goes all the way back', async () => {
    const other = await databases.open()
    try {
      await expect(assertMigrated(other.db)).resolves.toBeUndefined()
      const migrator = new Migrator({
        db: other.db,
        provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
      })
      expect((await migrator.migrateTo(NO_MIGRATIONS)).error).toBeUndefined()
      await expect(assertMigrated(other.db)).rejects.toMatchObject({ code: 'database_not_migrated' })
      const ran = await Promise.all([migrateToLatest(other.db), migrateToLatest(other.db), migrateToLatest(other.db)])
      expect(ran.flat()).toEqual(Object.keys(migrations))
      await sql`insert into kysely_migration (name, timestamp) values ('9999-from-the-future', '')`.execute(other.db)
      await expect(assertMigrated(other.db)).rejects.toMatchObject({ code: 'database_not_migrated' })
      await expect(migrateToLatest(other.db)).rejects.toMatchObject({ code: 'database_not_migrated' })
    } finally {
      await other.close()
    }
  })
})
