import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { Tables } from '../../src-server/database/tables.ts'
import type { PasswordVerifier } from '../../src-server/security/password-verifier.ts'

/**
 * What must hold of the whole database at any moment between transactions, whatever was killed, cut off or repeated
 * before (R2). Each rule selects the rows that break it. What came before what is told by the audit’s numbers and not by
 * instants: clocks may jump.
 */
const rules: Readonly<Record<string, RawBuilder<{ broken: string }>>> = {
  'a reissue is audited once, as done': sql`
    select r.reissue_id::text as broken from reissues r
      left join audit_events e on e.action = 'reissue_password' and e.outcome = 'done'
        and e.details->>'reissueId' = r.reissue_id::text and e.target_user_id = r.user_id
      group by r.reissue_id having count(e.seq) <> 1`,
  'what is audited as reissued is there': sql`
    select e.seq::text as broken from audit_events e
      where e.action = 'reissue_password' and e.outcome = 'done'
        and not exists (select from reissues r where r.reissue_id::text = e.details->>'reissueId')`,
  'a temporary verifier is that of the newest reissue, and can be used': sql`
    with newest as (
      select distinct on (target_user_id) target_user_id as user_id, details->>'reissueId' as reissue_id
        from audit_events where action = 'reissue_password' and outcome = 'done'
        order by target_user_id, seq desc)
    select c.user_id as broken from credentials c
      left join newest n on n.user_id = c.user_id
      left join reissues r on r.reissue_id = c.reissue_id
      where c.kind = 'temporary'
        and (n.reissue_id is distinct from c.reissue_id::text or r.superseded_at is not null or r.used_at is not null)`,
  'only the reissue of the verifier can be used': sql`
    select r.reissue_id::text as broken from reissues r
      join audit_events e on e.action = 'reissue_password' and e.details->>'reissueId' = r.reissue_id::text
      where r.used_at is null and r.superseded_at is null
        and not exists (select from credentials c where c.reissue_id = r.reissue_id)
        and not exists (
          select from users u where u.user_id = r.user_id and u.directory_password_state in ('temporary', 'expired'))
        and not exists (
          select from audit_events later where later.target_user_id = e.target_user_id and later.seq > e.seq
            and later.action = 'reissue_password' and later.outcome = 'done' and later.at > r.expires_at)`,
  'a key holds the answer of a reissue by its operator': sql`
    select k.key::text as broken from idempotency_keys k
      where not exists (
        select from reissue_intents i where k.response = 'null' and i.status = 'requested'
          and i.operator_user_id = k.operator_user_id and i.idempotency_key = k.key)
      and not exists (
        select from reissues r where r.reissue_id::text = k.response->>'reissueId'
          and r.issued_by_user_id = k.operator_user_id)`,
  'one key per reissue': sql`
    select min(k.key::text) as broken from idempotency_keys k where k.response <> 'null' group by k.response->>'reissueId' having count(*) > 1`,
  'a reissue is told to the user and to the other administrators, to each once': sql`
    with told as (
      select r.reissue_id, r.user_id as recipient from reissues r
      union
      select r.reissue_id, u.user_id from reissues r
        join users u on u.member_id = r.member_id and u.role = 'administrator' and u.state = 'active'
        where u.user_id <> r.issued_by_user_id)
    select coalesce(told.reissue_id, o.reissue_id)::text as broken from told
      join audit_events e on e.action = 'reissue_password' and e.details->>'reissueId' = told.reissue_id::text
        and e.details->>'sample' is null
      left join notification_outbox o on o.reissue_id = told.reissue_id and o.recipient_user_id = told.recipient
      group by 1, told.recipient, o.reissue_id having count(o.notification_id) <> 1`,
  'no notice without a reissue': sql`
    select o.notification_id::text as broken from notification_outbox o
      where o.kind = 'password_reissued' and not exists (select from reissues r where r.reissue_id = o.reissue_id)`,
  'a session that is open was opened after the last reissue': sql`
    select s.session_id::text as broken from sessions s
      where s.ended_at is null and not exists (
        select from audit_events opened
          where opened.action = 'log_in' and opened.outcome = 'done'
            and opened.details->>'sessionId' = s.session_id::text
            and opened.seq > coalesce((
              select max(e.seq) from audit_events e where e.target_user_id = s.user_id
                and e.action = 'reissue_password' and e.outcome = 'done'), 0))`,
  'a verification that was used names its reissue': sql`
    select v.verification_id::text as broken from verifications v
      left join reissues r on r.reissue_id = v.reissue_id
        and r.user_id = v.user_id and r.issued_by_user_id = v.operator_user_id
      where v.reissue_id is not null and r.reissue_id is null`,
  'a reissue uses one verification': sql`
    select v.reissue_id::text as broken from verifications v
      where v.reissue_id is not null group by v.reissue_id having count(*) > 1`,
  'a reissue names the verification that it used': sql`
    select r.reissue_id::text as broken from reissues r
      where r.verification_id is not null and not exists (
        select from verifications v where v.verification_id = r.verification_id and v.reissue_id = r.reissue_id)`,
  'a reissue in a directory is written down before, and concluded with it': sql`
    select i.reissue_id::text as broken from reissue_intents i
      left join reissues r on r.reissue_id = i.reissue_id and r.user_id = i.user_id
      where (r.reissue_id is not null) <> (i.status in ('applied', 'unconfirmed'))`,
  'what is asked of a directory was audited before': sql`
    select i.reissue_id::text as broken from reissue_intents i
      left join audit_events e on e.action = 'request_reissue' and e.details->>'intentId' = i.reissue_id::text
      left join audit_events d on d.action = 'reissue_password' and d.details->>'reissueId' = i.reissue_id::text
      where e.seq is null or d.seq < e.seq`,
  'one reissue of a user in a directory is open at most': sql`
    select min(i.user_id) as broken from reissue_intents i where i.status = 'requested'
      group by i.user_id having count(*) > 1`,
  'whoever lives in a directory has no verifier here': sql`
    select c.user_id as broken from credentials c join users u on u.user_id = c.user_id
      where u.directory_account_id is not null`,
  'every event hangs on the one before': sql`
    select e.seq::text as broken from (
      select seq, prev_hash, lag(hash) over (order by seq) as before, row_number() over (order by seq) as place
        from audit_events) e
      where e.place <> e.seq or e.prev_hash <> coalesce(e.before, decode(repeat('00', 32), 'hex'))`,
  'every event has its own hash': sql`
    select e.seq::text as broken from audit_events e where e.hash <> audit_hash(e)`,
  'the head is the last event': sql`
    select h.seq::text as broken from audit_head h
      where (h.seq, h.hash) is distinct from
        (select row(e.seq, e.hash) from audit_events e order by e.seq desc limit 1) and h.seq > 0`,
}

export const invariantNames: readonly string[] = Object.keys(rules)

/** Every rule that is broken with the rows that break it; nothing when all is well. `db` belongs to the owner. */
export async function findBrokenInvariants(db: Kysely<Tables>): Promise<string[]> {
  if (!db.isTransaction)
    return await db.transaction().setIsolationLevel('repeatable read').execute(findBrokenInvariants)
  const found: string[] = []
  for (const [name, rule] of Object.entries(rules)) {
    const { rows } = await rule.execute(db)
    found.push(...rows.map(({ broken }) => `${name}: ${broken}`))
  }
  return found
}

/**
 * Which of the passwords that were ever tried the stored verifier of a user takes; by the rules it is one at most. Asks
 * the verifier and not the login, where wrong guesses are slowed down.
 */
export async function findWorkingPasswords(
  db: Kysely<Tables>,
  passwords: PasswordVerifier,
  userId: string,
  tried: readonly string[],
): Promise<string[]> {
  const credential = await db
    .selectFrom('credentials')
    .select('verifier')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  if (!credential) return []
  const matches = await Promise.all(tried.map((password) => passwords.verify(credential.verifier, password)))
  return tried.filter((_, index) => matches[index])
}
