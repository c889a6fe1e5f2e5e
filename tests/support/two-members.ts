import { randomUUID } from 'node:crypto'
import { sql, type Kysely } from 'kysely'
import type { Tables } from '../../src-server/database/tables.ts'

interface SecuredTable {
  readonly table: string
  /** Which of its rows are not those of member M-A. */
  readonly foreign: string
}

/** Every table of which a member’s connection reads the rows of its member, with what tells another’s. */
export const securedTables: readonly SecuredTable[] = [
  ...[
    'members',
    'users',
    'credentials',
    'sessions',
    'reissues',
    'reissue_handovers',
    'verifications',
    'reissue_intents',
    'directory_duties',
  ].map((table) => ({
    table,
    foreign: "member_id not in ('M-A', 'M-H')",
  })),
  { table: 'idempotency_keys', foreign: "operator_user_id <> 'U-M-A'" },
]

/** What it reads nothing of. */
export const unreadTables = [
  'directory_sync',
  'verification_answers',
  'notification_outbox',
  'audit_events',
  'audit_head',
]

/** Members M-A and M-B with one user (`U-M-A`, `U-M-B`) and one row of everything each, and the helpdesk’s M-H. */
export async function fillTwoMembers(db: Kysely<Tables>): Promise<void> {
  for (const [memberId, role] of [
    ['M-A', 'administrator'],
    ['M-B', 'administrator'],
    ['M-H', 'helpdesk'],
  ] as const) {
    await sql`insert into members (member_id, member_name, created_at) values (${memberId}, 'x', now())`.execute(db)
    await sql`insert into users (member_id, user_id, login_id, user_name, role, state, registered_at)
      values (${memberId}, ${`U-${memberId}`}, ${`l-${memberId}`}, '高橋', ${role}, 'active', now())`.execute(db)
  }
  for (const memberId of ['M-A', 'M-B']) await fillMember(db, memberId)
}

async function fillMember(db: Kysely<Tables>, memberId: string): Promise<void> {
  const [userId, reissueId, verificationId] = [`U-${memberId}`, randomUUID(), randomUUID()]
  const statements = [
    sql`insert into credentials (member_id, user_id, kind, verifier, set_at)
      values (${memberId}, ${userId}, 'chosen', 'x', now())`,
    sql`insert into sessions (member_id, session_id, user_id, token_hash, must_change_password, created_at, last_seen_at,
      authenticated_at, expires_at) values (${memberId}, gen_random_uuid(), ${userId}, ${Buffer.from(memberId)}, false,
      now(), now(), now(), now())`,
    sql`insert into reissues (member_id, reissue_id, user_id, issued_by_member_id, issued_by_user_id, issued_at, expires_at,
      origin) values (${memberId}, ${reissueId}, ${userId}, 'M-H', 'U-M-H', now(), now(), 'generated')`,
    sql`insert into reissue_handovers (member_id, reissue_id, kind, handed_over_at)
      values (${memberId}, ${reissueId}, 'copied', now())`,
    sql`insert into reissue_intents (member_id, reissue_id, user_id, operator_member_id, operator_user_id, idempotency_key,
      account_id, version_before, origin, requested_at, valid_until, held_until, status)
      values (${memberId}, ${reissueId}, ${userId}, 'M-H', 'U-M-H', gen_random_uuid(), 'x', 'x', 'generated', now(), now(),
      now(), 'requested')`,
    sql`insert into directory_duties (member_id, reissue_id, kind, user_id, version, due_at, next_attempt_at)
      values (${memberId}, ${reissueId}, 'expire', ${userId}, 'x', now(), now())`,
    sql`insert into directory_sync (directory, member_id) values ('x', ${memberId})`,
    sql`insert into verifications (member_id, verification_id, user_id, operator_member_id, operator_user_id, state,
      started_at, expires_at, approval)
      values (${memberId}, ${verificationId}, ${userId}, 'M-H', 'U-M-H', 'open', now(), now(), 'not_needed')`,
    sql`insert into verification_answers (member_id, verification_id, answer_number, fact, matched, answered_at)
      values (${memberId}, ${verificationId}, 1, 'phone', true, now())`,
    sql`insert into idempotency_keys (operator_user_id, key, fingerprint, response, created_at, expires_at)
      values (${userId}, gen_random_uuid(), '', '{}', now(), now())`,
    sql`insert into notification_outbox (member_id, notification_id, kind, recipient_user_id, subject_user_id, reissue_id,
      queued_at, next_attempt_at) values (${memberId}, gen_random_uuid(), 'password_reissued', ${userId}, ${userId},
      ${reissueId}, now(), now())`,
    sql`insert into audit_events (at, action, outcome, actor_member_id, actor_user_id, details)
      values (now(), 'x', 'done', ${memberId}, ${userId}, '{}')`,
  ]
  for (const statement of statements) await statement.execute(db)
}
