import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { parse } from 'csv-parse/sync'
import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import type { Tables } from '../../../src-server/database/tables.ts'
import { createPasswordVerifier } from '../../../src-server/security/password-verifier.ts'
import { generateUserCsv } from '../../support/user-csv-generator.ts'

export interface DatabaseSize {
  readonly users: number
  readonly members: number
}

/** Somebody with an open session: its token, and whom they may reissue for. */
export interface BenchOperator {
  readonly token: string
  readonly memberId: string
  readonly userId: string
  /** A member of staff of their own. */
  readonly targetUserId: string
}

export interface BenchData {
  readonly password: string
  readonly verifier: string
  readonly operators: readonly [BenchOperator, ...BenchOperator[]]
  readonly helpdesk: { readonly token: string; readonly loginId: string }
}

const batchRows = 5000
const maxOperators = 64
const maxHistory = 20_000

const recordSchema = z.object({
  memberId: z.string(),
  memberName: z.string(),
  userId: z.string(),
  loginId: z.string(),
  userName: z.string(),
  role: z.string(),
  phone: z.string(),
  email: z.string(),
  state: z.string(),
})

/**
 * Fills a migrated database: users as the import makes them, one password for all, a history, and sessions for the
 * operators of the bench, put straight in. The limits of operators are lifted: they are not what is measured.
 */
export async function fillDatabase(db: Kysely<Tables>, size: DatabaseSize): Promise<BenchData> {
  await withoutSearchIndex(db, async () => {
    for (const rows of readBatches(size)) await insertUsers(db, rows)
  })
  const password = randomBytes(12).toString('base64url')
  const verifier = await createPasswordVerifier({ maxConcurrent: 1, maxQueued: 1 }).hash(password)
  await sql`insert into members (member_id, member_name, created_at) values ('HELP', 'ヘルプデスク', now())`.execute(db)
  await sql`insert into users (member_id, user_id, login_id, user_name, role, state, registered_at)
    values ('HELP', 'HELP1', 'HD0000001', '窓口 花子', 'helpdesk', 'active', now())`.execute(db)
  await sql`insert into credentials (member_id, user_id, kind, verifier, set_at)
    select member_id, user_id, 'chosen', ${verifier}, now() from users`.execute(db)
  await insertHistory(db)
  await sql`update policy set operator_reissues_per_hour = 100000000, reauthentication_seconds = 0, sessions_per_user = 1000000,
    session_idle_seconds = 86400`.execute(db)
  await sql`analyze`.execute(db)
  const helpdesk = { token: await openSession(db, 'HELP', 'HELP1'), loginId: 'HD0000001' }
  return { password, verifier, operators: await openOperators(db), helpdesk }
}

/** Built row by row, the index would take most of the time. */
async function withoutSearchIndex(db: Kysely<Tables>, fill: () => Promise<void>): Promise<void> {
  const { rows } = await sql<{
    definition: string
  }>`select pg_get_indexdef('users_search'::regclass) as definition`.execute(db)
  await sql`drop index users_search`.execute(db)
  await fill()
  await sql.raw(rows[0]?.definition ?? '').execute(db)
}

type Row = z.infer<typeof recordSchema>

function* readBatches({ users, members }: DatabaseSize): Generator<readonly Row[]> {
  const lines = generateUserCsv({ users, members })
  const columns = String(lines.next().value).trim().split(',')
  const readRows = (text: string): Row[] => z.array(recordSchema).parse(parse(text, { columns }))
  let batch: string[] = []
  for (const line of lines) {
    batch.push(line)
    if (batch.length < batchRows) continue
    yield readRows(batch.join(''))
    batch = []
  }
  if (batch.length > 0) yield readRows(batch.join(''))
}

async function insertUsers(db: Kysely<Tables>, rows: readonly Row[]): Promise<void> {
  const records = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("memberId" text, "memberName" text,
    "userId" text, "loginId" text, "userName" text, role text, phone text, email text, state text)`
  await sql`insert into members (member_id, member_name, created_at)
    select distinct on ("memberId") "memberId", "memberName", now() from ${records} on conflict do nothing`.execute(db)
  await sql`insert into users (member_id, user_id, login_id, user_name, role, state, phone, email, registered_at)
    select "memberId", "userId", "loginId", "userName", role, state, nullif(phone, ''), nullif(email, ''), now()
    from ${records}`.execute(db)
}

/** Used ones, each by an administrator of the member, a minute apart. */
async function insertHistory(db: Kysely<Tables>): Promise<void> {
  await sql`
    insert into reissues (member_id, reissue_id, user_id, issued_by_member_id, issued_by_user_id, issued_at, expires_at, origin, used_at)
    select u.member_id, gen_random_uuid(), u.user_id, u.member_id, a.user_id,
      now() - u.place * interval '1 minute', now() - u.place * interval '1 minute' + interval '1 day', 'generated',
      now() - u.place * interval '1 minute' + interval '1 hour'
    from (select *, row_number() over (order by user_id) as place from users where role = 'staff' limit ${maxHistory}) u
    join (select distinct on (member_id) member_id, user_id from users where role = 'administrator'
      order by member_id, user_id) a on a.member_id = u.member_id`.execute(db)
}

async function openOperators(db: Kysely<Tables>): Promise<BenchData['operators']> {
  const { rows } = await sql<{ memberId: string; userId: string; targetUserId: string }>`
    select a.member_id as "memberId", min(a.user_id) as "userId", min(s.user_id) as "targetUserId"
    from users a join users s on s.member_id = a.member_id and s.role = 'staff' and s.state = 'active'
    where a.role = 'administrator' and a.state = 'active'
    group by a.member_id order by 1 limit ${maxOperators}`.execute(db)
  const operators: BenchOperator[] = []
  for (const row of rows) operators.push({ ...row, token: await openSession(db, row.memberId, row.userId) })
  const [first, ...others] = operators
  if (!first) throw new Error('no member has an administrator and staff')
  return [first, ...others]
}

async function openSession(db: Kysely<Tables>, memberId: string, userId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await sql`insert into sessions
    (member_id, session_id, user_id, token_hash, must_change_password, created_at, last_seen_at, authenticated_at, expires_at)
    values (${memberId}, ${randomUUID()}::uuid, ${userId}, ${createHash('sha256').update(token).digest()}, false,
      now(), now(), now(), now() + interval '1 day')`.execute(db)
  return token
}
