import { sql, type Kysely } from 'kysely'

/**
 * The sessions of a user who is disabled end with it, so that being enabled again revives none (P17). A trigger and not a
 * service: it holds for imports, for what comes later, and for an operator’s own SQL, always in the same transaction.
 * Reversible: the sessions ended so count as logged out then.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const reasons = "'logged_out', 'password_reissued', 'password_changed', 'account_disabled'"
  for (const statement of [...restrictReasons(reasons), ...statements]) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  const statementsBack = [
    'drop trigger users_end_sessions on users',
    'drop function end_sessions_of_disabled()',
    "update sessions set end_reason = 'logged_out' where end_reason = 'account_disabled'",
    ...restrictReasons("'logged_out', 'password_reissued', 'password_changed'"),
  ]
  for (const statement of statementsBack) await sql.raw(statement).execute(db)
}

const restrictReasons = (reasons: string): string[] => [
  'alter table sessions drop constraint sessions_end_reason_check',
  `alter table sessions add constraint sessions_end_reason_check check (end_reason in (${reasons}))`,
]

const statements = [
  `create function end_sessions_of_disabled() returns trigger language plpgsql as
     $$ begin
       update sessions set ended_at = now(), end_reason = 'account_disabled'
         where member_id = new.member_id and user_id = new.user_id and ended_at is null;
       return null;
     end $$`,
  `create trigger users_end_sessions after update of state on users
     for each row when (new.state = 'disabled' and old.state <> 'disabled') execute function end_sessions_of_disabled()`,
  // Those who were disabled before there was the trigger.
  `update sessions set ended_at = now(), end_reason = 'account_disabled' from users
     where users.member_id = sessions.member_id and users.user_id = sessions.user_id and users.state = 'disabled'
       and sessions.ended_at is null`,
]
