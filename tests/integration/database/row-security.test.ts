import { randomUUID } from 'node:crypto'
import { sql, type Kysely } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenDatabase } from '../../../src-server/database/open-database.ts'
import type { Tables } from '../../../src-server/database/tables.ts'
import { fillTwoMembers, securedTables, unreadTables } from '../../support/two-members.ts'
import { databaseKinds, startTestDatabases, type TestDatabases } from '../../support/test-database.ts'

/** PostgreSQL’s `insufficient_privilege`; a row that a policy refuses has it, too. */
const refused = { code: '42501' }

describe.each(databaseKinds)('the database’s own layer of authorisation (%s)', (kind) => {
  let databases: TestDatabases
  let database: OpenDatabase

  beforeAll(async () => {
    databases = await startTestDatabases(kind)
    database = await databases.open()
    await fillTwoMembers(database.db)
  })
  afterAll(async () => {
    await database?.close()
    await databases?.stop()
  })

  const countRows = async (db: Kysely<Tables>, table: string, condition = 'true'): Promise<number> => {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}
      where ${sql.raw(condition)}`.execute(db)
    return rows[0]?.n ?? -1
  }

  it.each(securedTables)(
    'a member’s connection sees of $table its own rows and no other (P16)',
    async ({ table, foreign }) => {
      expect(await countRows(database.db, table, foreign)).toBeGreaterThan(0)
      expect(await countRows(database.databases.server, table, foreign)).toBeGreaterThan(0)
      expect(await countRows(database.databases.forMember('M-A'), table)).toBeGreaterThan(0)
      expect(await countRows(database.databases.forMember('M-A'), table, foreign)).toBe(0)
      expect(await countRows(database.databases.forMember(''), table)).toBe(0)
    },
  )

  it.each(unreadTables)('a member’s connection reads nothing of %s', async (table) => {
    await expect(countRows(database.databases.server, table)).resolves.toBeGreaterThan(0)
    await expect(countRows(database.databases.forMember('M-A'), table)).rejects.toMatchObject(refused)
  })

  it('a member’s connection changes nobody else’s rows (P16)', async () => {
    const member = database.databases.forMember('M-A')
    const changes = [
      `update users set last_login_at = now() where member_id <> 'M-A'`,
      `update sessions set ended_at = now(), end_reason = 'logged_out' where member_id = 'M-B'`,
      `update credentials set verifier = 'mine' where member_id = 'M-B'`,
      `update reissues set superseded_at = now() where member_id = 'M-B'`,
      `delete from idempotency_keys where operator_user_id = 'U-M-B'`,
    ]
    for (const change of changes) {
      const { numAffectedRows } = await sql.raw(change).execute(member)
      expect([change, Number(numAffectedRows)]).toEqual([change, 0])
      // The same words do something where nothing holds them back.
      const anybody = await sql.raw(change).execute(database.databases.server)
      expect(Number(anybody.numAffectedRows)).toBeGreaterThan(0)
    }
    const insertions = [
      `insert into credentials (member_id, user_id, kind, verifier, set_at) values ('M-B', 'U-M-B2', 'chosen', 'x', now())`,
      `insert into notification_outbox (member_id, notification_id, kind, subject_user_id, queued_at, next_attempt_at)
         values ('M-B', gen_random_uuid(), 'password_reissued', 'U-M-B', now(), now())`,
      `insert into reissue_handovers values ('M-B', gen_random_uuid(), 'printed', now())`,
      `insert into idempotency_keys values ('U-M-B', gen_random_uuid(), '', '{}', now(), now())`,
      `insert into audit_events (at, action, outcome, actor_member_id, details) values (now(), 'x', 'done', 'M-B', '{}')`,
      `insert into audit_events (at, action, outcome, details) values (now(), 'x', 'done', '{}')`,
    ]
    for (const insertion of insertions)
      await expect(sql.raw(insertion).execute(member), insertion).rejects.toMatchObject(refused)
  })

  const forbidden = [
    ...['audit_events', 'audit_head', 'policy', 'members'].flatMap((table) => [
      `update ${table} set ${table === 'members' ? 'address' : table === 'policy' ? 'new_min_length' : 'seq'} = null`,
      `delete from ${table}`,
      `truncate ${table}`,
    ]),
    'alter table audit_events disable trigger all',
    'drop trigger audit_events_append_only on audit_events',
    'alter table users disable row level security',
    'drop policy member_own on users',
    'update reissues set note = null',
    "update reissue_handovers set kind = 'printed'",
    'delete from reissue_handovers',
    'truncate reissue_handovers',
    "update users set role = 'administrator'",
    "update users set state = 'active'",
    ...['token_hash', 'user_id', 'created_at', 'expires_at', 'client'].map(
      (column) => `update sessions set ${column} = null`,
    ),
  ]
  it.each(forbidden)('neither role may: %s (P24)', async (statement) => {
    for (const db of [database.databases.server, database.databases.forMember('M-A')]) {
      const error: unknown = await sql
        .raw(statement)
        .execute(db)
        .catch((caught: unknown) => caught)
      expect(error).toMatchObject(refused)
    }
  })

  it('a session changes by the columns of its life alone, and is seen by the server only (P24)', async () => {
    const { server } = database.databases
    const member = database.databases.forMember('M-A')
    for (const column of ['ended_at', 'end_reason', 'must_change_password', 'authenticated_at'])
      for (const db of [server, member])
        await expect(sql.raw(`update sessions set ${column} = ${column}`).execute(db)).resolves.toBeDefined()
    const sight = 'update sessions set last_seen_at = last_seen_at'
    await expect(sql.raw(sight).execute(server)).resolves.toBeDefined()
    await expect(sql.raw(sight).execute(member)).rejects.toMatchObject(refused)
  })

  it('the audit chains what either role records, whatever temporary tables it makes (P24)', async () => {
    const readHead = async () =>
      (await sql<{ seq: number }>`select seq, hash from audit_head`.execute(database.db)).rows[0] ?? { seq: -1 }
    const before = await readHead()
    for (const db of [database.databases.server, database.databases.forMember('M-A')]) {
      await db.transaction().execute(async (tx) => {
        await sql`create temp table audit_head on commit drop as select 7::bigint as seq, ''::bytea as hash`.execute(tx)
        await sql`insert into audit_events (at, action, outcome, actor_member_id, details)
          values (now(), 'shadowed', 'done', 'M-A', '{}')`.execute(tx)
      })
    }
    expect((await readHead()).seq).toBe(before.seq + 2)
    const { rows } = await sql`select e.seq - p.seq as step, e.prev_hash = p.hash as linked from audit_events e
      join audit_events p on p.seq = e.seq - 1 where e.action = 'shadowed'`.execute(database.db)
    expect(rows).toEqual([
      { step: 1, linked: true },
      { step: 1, linked: true },
    ])
  })

  it('triggers write what their causes may not write themselves (P17)', async () => {
    const work = database.db.transaction().execute(async (tx) => {
      await sql`grant update (state, phone) on users to saihakko_server`.execute(tx)
      await sql`revoke update on sessions from saihakko_server`.execute(tx)
      await sql`set local role saihakko_server`.execute(tx)
      await sql`update users set state = 'disabled', phone = '03-9' where user_id = 'U-M-A'`.execute(tx)
      const { rows } = await sql`select s.end_reason, u.contact_changed_at is not null as noted from sessions s
        join users u using (user_id) where u.user_id = 'U-M-A'`.execute(tx)
      expect(rows).toEqual([{ end_reason: 'account_disabled', noted: true }])
      throw new Error('rolled back on purpose')
    })
    await expect(work).rejects.toThrow('on purpose')
  })

  it('every table is secured by rows, but for those that hold none of a member; the roles own and bypass nothing (R11)', async () => {
    const { rows: open } = await sql<{ name: string }>`select relname as name from pg_class
      where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and not relrowsecurity
      order by relname`.execute(database.db)
    const withoutMembers = ['audit_head', 'kysely_migration', 'kysely_migration_lock', 'policy', 'throttles']
    expect(open.map(({ name }) => name)).toEqual(withoutMembers)
    const { rows: powers } = await sql`select rolname, rolsuper, rolbypassrls, rolcanlogin, rolcreaterole,
      (select count(*)::int from pg_class where relowner = pg_roles.oid) as owned
      from pg_roles where rolname in ('saihakko_server', 'saihakko_member')
      order by rolname`.execute(database.db)
    const none = { rolsuper: false, rolbypassrls: false, rolcanlogin: false, rolcreaterole: false, owned: 0 }
    expect(powers).toEqual([
      { rolname: 'saihakko_member', ...none },
      { rolname: 'saihakko_server', ...none },
    ])
  })

  it('the search index serves the server’s role: no policy stands in its way', async () => {
    const plan = await database.databases.server.transaction().execute(async (tx) => {
      await sql`set local enable_seqscan = off`.execute(tx)
      return await sql`explain select user_id from users u where
        user_search_grams(u.member_id, u.user_id_key, u.login_id_key, u.user_name_key) @> search_word_grams('n', '高橋')`.execute(
        tx,
      )
    })
    expect(JSON.stringify(plan.rows)).toContain('users_search')
  })

  it('connections shared by everybody never work in another’s name', async () => {
    const { server, forMember } = database.databases
    const whoAmI = async (db: Kysely<Tables>) => {
      const read = sql<{
        who: string
      }>`select current_user || '/' || coalesce(current_setting('saihakko.member_id', true), '')
        as who, pg_sleep(0.001)`
      return (await read.execute(db)).rows[0]?.who
    }
    const owner = await whoAmI(database.db)
    const asked = Array.from({ length: 120 }, (_, index) => index % 4)
    const answers = await Promise.all(
      asked.map((turn) => whoAmI([database.db, server, forMember('M-A'), forMember('M-B')][turn] ?? server)),
    )
    const expected = [owner, 'saihakko_server/', 'saihakko_member/M-A', 'saihakko_member/M-B']
    expect(answers).toEqual(asked.map((turn) => expected[turn]))
    expect(new Set(answers).size).toBe(4)
  })

  it('a transaction that fails leaves its scope to nobody', async () => {
    const attempt = database.databases
      .forMember('M-A')
      .transaction()
      .execute(async (tx) => {
        await sql`select set_config('saihakko.member_id', 'M-B', true)`.execute(tx)
        throw new Error('on purpose')
      })
    await expect(attempt).rejects.toThrow('on purpose')
    const seen = await database.databases.forMember('M-A').selectFrom('members').select('member_id').execute()
    expect(seen).toEqual([{ member_id: 'M-A' }])
  })

  it('an ID that is no member’s is nobody, however it is written', async () => {
    for (const memberId of ['M-X', "M-A' or true --", randomUUID(), '%']) {
      expect(await database.databases.forMember(memberId).selectFrom('members').selectAll().execute()).toEqual([])
    }
  })
})
