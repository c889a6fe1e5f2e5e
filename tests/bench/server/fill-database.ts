import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { sql, type Kysely } from 'kysely'
import type { Tables } from '../../../src-server/database/tables.ts'
import { importUsers } from '../../../src-server/modules/members/import-service.ts'
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
  readonly helpdesk: BenchHelpdesk
}

export interface BenchHelpdesk {
  readonly token: string
  readonly memberId: string
  readonly userId: string
  readonly loginId: string
}

const maxOperators = 64
const maxHistory = 20_000

/** Fills a migrated database with users, as the import does it: by the import. */
export async function fillDatabase(db: Kysely<Tables>, size: DatabaseSize): Promise<void> {
  const outcome = await importUsers({ db, chunks: readCsv(size), clock: () => new Date(), isDryRun: false })
  if (!outcome.imported) throw new Error(`the users were not imported: ${JSON.stringify(outcome.problems.first[0])}`)
}

/** In pieces as large as those that a file is read in. */
export async function* readCsv(size: DatabaseSize): AsyncGenerator<Buffer> {
  let buffered = ''
  for (const text of generateUserCsv(size)) {
    buffered += text
    if (buffered.length < 65_536) continue
    yield Buffer.from(buffered)
    buffered = ''
  }
  yield Buffer.from(buffered)
}

/**
 * One password for all users, a history, a helpdesk, and sessions for the operators of the bench, put straight in. The
 * limits of operators are lifted: they are not what is measured.
 */
export async function addOperators(db: Kysely<Tables>): Promise<BenchData> {
  const password = randomBytes(12).toString('base64url')
  const verifier = await createPasswordVerifier({ maxConcurrent: 1, maxQueued: 1 }).hash(password)
  const helpdesk = { memberId: 'HELP', userId: 'HELP1', loginId: 'HD0000001' }
  await sql`insert into members (member_id, member_name, created_at)
    values (${helpdesk.memberId}, 'ヘルプデスク', now())`.execute(db)
  await sql`insert into users (member_id, user_id, login_id, user_name, role, state, registered_at)
    values (${helpdesk.memberId}, ${helpdesk.userId}, ${helpdesk.loginId}, '窓口 花子', 'helpdesk', 'active', now())`.execute(
    db,
  )
  await sql`insert into credentials (member_id, user_id, kind, verifier, set_at)
    select member_id, user_id, 'chosen', ${verifier}, now() from users`.execute(db)
  await insertHistory(db)
  await sql`update policy set operator_reissues_per_hour = 100000000, reauthentication_seconds = 0, sessions_per_user = 1000000,
    session_idle_seconds = 86400`.execute(db)
  await sql`vacuum (analyze)`.execute(db)
  const token = await openSession(db, helpdesk.memberId, helpdesk.userId)
  return { password, verifier, operators: await openOperators(db), helpdesk: { ...helpdesk, token } }
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
    values (${memberId}, ${randomUUID()}::uuid, ${userId}, ${hashToken(token)}, false,
      now(), now(), now(), now() + interval '1 day')`.execute(db)
  return token
}

export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()
