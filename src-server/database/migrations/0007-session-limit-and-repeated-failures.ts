import { sql, type Kysely } from 'kysely'

/**
 * A limit of live sessions for each user (P13), and an alert for a member at which verifications go wrong again and again
 * (H3). The service may change only those columns of a session that change in its life (P24). Reversible; sessions ended by
 * the limit count as replaced then, and alerts of the new kind are lost.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of statementsBack) await sql.raw(statement).execute(db)
}

const endReasons = "'logged_out', 'password_reissued', 'password_changed', 'account_disabled', 'replaced'"
const restrictEndReasons = (reasons: string): string[] => [
  'alter table sessions drop constraint sessions_end_reason_check',
  `alter table sessions add constraint sessions_end_reason_check check (end_reason in (${reasons}))`,
]
const kinds = "'password_reissued', 'verification_failed', 'suspicious_call'"
const restrictKinds = (names: string): string[] => [
  'alter table notification_outbox drop constraint notification_outbox_kind_check',
  `alter table notification_outbox add constraint notification_outbox_kind_check check (kind in (${names}))`,
]

/** What changes while a session lives; who it belongs to, its token and its limits never do. */
const changing = 'ended_at, end_reason, must_change_password, authenticated_at'

const statements = [
  ...restrictEndReasons(`${endReasons}, 'too_many_sessions'`),
  `alter table policy add sessions_per_user integer not null default 5 check (sessions_per_user > 0)`,
  'revoke update on sessions from saihakko_server, saihakko_member',
  `grant update (${changing}) on sessions to saihakko_member`,
  `grant update (${changing}, last_seen_at) on sessions to saihakko_server`,
  ...restrictKinds(`${kinds}, 'repeated_failures'`),
  'alter table members add failures_alerted_at timestamptz(3)',
  'grant update (failures_alerted_at) on members to saihakko_server',
  // Failures of a member within a day are counted with every look at one of its users.
  'create index verifications_of_member on verifications (member_id, started_at desc)',
]

const statementsBack = [
  'drop index verifications_of_member',
  'revoke update (failures_alerted_at) on members from saihakko_server',
  'alter table members drop failures_alerted_at',
  "delete from notification_outbox where kind = 'repeated_failures'",
  ...restrictKinds(kinds),
  `revoke update (${changing}, last_seen_at) on sessions from saihakko_server, saihakko_member`,
  'grant update on sessions to saihakko_server, saihakko_member',
  'alter table policy drop sessions_per_user',
  "update sessions set end_reason = 'replaced' where end_reason = 'too_many_sessions'",
  ...restrictEndReasons(endReasons),
]
