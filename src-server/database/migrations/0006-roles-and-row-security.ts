import { sql, type Kysely } from 'kysely'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import { adviceOnRoles } from '../database-roles.ts'

/**
 * The second layer of authorisation (P16, P24; decision 0011): the service works as `saihakko_server`, or, for staff and
 * administrators, as `saihakko_member`, who sees the rows of one member alone. Neither owns anything, and neither can change
 * or remove an audit event. Reversible; the roles themselves stay, since other databases of the cluster may use them.
 * Throws AppError `database_roles_missing` when the login may not make them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await ensureRoles(db)
  for (const statement of [...hardenTriggers, ...grants, ...secureRows]) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...exposeRows, ...revocations, ...softenTriggers]) await sql.raw(statement).execute(db)
}

const roles = ['saihakko_server', 'saihakko_member'] as const
const bothRoles = roles.join(', ')

async function ensureRoles(db: Kysely<unknown>): Promise<void> {
  try {
    for (const role of roles) await sql.raw(ensureRole(role)).execute(db)
  } catch (error) {
    if (!isInsufficientPrivilege(error)) throw error
    throw new AppError('database_roles_missing', { detail: adviceOnRoles }, { cause: error })
  }
}

const isInsufficientPrivilege = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '42501'

/**
 * Roles belong to the whole cluster: another database may make them at the same moment, and then ours wait for it and find
 * them made. From PostgreSQL 16 on, who made a role may not yet act as it. A role that ignores row security protects nothing.
 */
const ensureRole = (role: string): string => `do $$ begin
  if not exists (select from pg_roles where rolname = '${role}') then
    begin
      create role ${role} nologin;
    exception when duplicate_object or unique_violation then null;
    end;
  end if;
  if exists (select from pg_roles where rolname = '${role}' and (rolsuper or rolbypassrls)) then
    raise exception 'role ${role} must be neither SUPERUSER nor BYPASSRLS';
  end if;
  if not pg_has_role(current_user, '${role}',
    case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end) then
    begin
      grant ${role} to current_user;
    exception when unique_violation or internal_error then null;
    end;
  end if;
end $$`

/**
 * SECURITY: P17, P24. Triggers that write for whoever caused them, with rights that those do not have, look nothing up in a
 * schema that somebody else could put first (`pg_temp` always is, unless it is named).
 */
const hardenTriggers = [
  'alter function end_sessions_of_disabled() security definer',
  `do $$ begin
     execute format('alter function chain_audit_event() set search_path = %I, pg_temp', current_schema());
     execute format('alter function end_sessions_of_disabled() set search_path = %I, pg_temp', current_schema());
   end $$`,
]

const softenTriggers = [
  'alter function end_sessions_of_disabled() security invoker',
  'alter function end_sessions_of_disabled() reset search_path',
  'alter function chain_audit_event() reset search_path',
]

/** Empty and unset are nobody’s. */
const ownMember = "nullif(current_setting('saihakko.member_id', true), '')"

const tablesOfMembers = [
  'members',
  'users',
  'credentials',
  'sessions',
  'reissues',
  'verifications',
  'verification_answers',
  'notification_outbox',
]

/**
 * By table, the rows that belong to the member of the connection. `throttles` holds keyed digests, `policy` and `audit_head`
 * one row each: no rows of a member, hence no policies.
 */
const ownRows: Readonly<Record<string, string>> = {
  ...Object.fromEntries(tablesOfMembers.map((table) => [table, `member_id = ${ownMember}`])),
  idempotency_keys: `operator_user_id in (select user_id from users where member_id = ${ownMember})`,
  // What somebody did is told of them alone.
  audit_events: `actor_member_id = ${ownMember}`,
}

/** What the service does, and no more. Locking a row asks for the right to update a column of it. */
const grants = [
  `do $$ begin execute format('grant usage on schema %I to ${bothRoles}', current_schema()); end $$`,
  `grant select on members, users, credentials, sessions, reissues, idempotency_keys, verifications, throttles, policy
     to ${bothRoles}`,
  `grant update (last_login_at) on users to ${bothRoles}`,
  `grant insert, update on credentials to ${bothRoles}`,
  `grant update on sessions to ${bothRoles}`,
  'grant insert on sessions to saihakko_server',
  `grant insert, update (used_at, superseded_at) on reissues to ${bothRoles}`,
  `grant insert, update, delete on idempotency_keys to ${bothRoles}`,
  // A reissue forgets the guesses at the account, in its transaction; charging is the server’s.
  `grant delete on throttles to ${bothRoles}`,
  'grant insert, update on throttles to saihakko_server',
  `grant insert on audit_events, notification_outbox to ${bothRoles}`,
  'grant select on audit_events, audit_head to saihakko_server',
  'grant select, update on notification_outbox to saihakko_server',
  'grant insert, update on verifications to saihakko_server',
  'grant select, insert on verification_answers to saihakko_server',
  'grant select on kysely_migration to saihakko_server',
]

const revocations = [
  `revoke all on ${Object.keys(ownRows).join(', ')}, throttles, policy, audit_head, kysely_migration from ${bothRoles}`,
  `revoke update (last_login_at) on users from ${bothRoles}`,
  `revoke update (used_at, superseded_at) on reissues from ${bothRoles}`,
  `do $$ begin execute format('revoke usage on schema %I from ${bothRoles}', current_schema()); end $$`,
]

/** `using (true)` for the server: no condition that would keep the planner from the search index. */
const secureRows = [
  ...Object.entries(ownRows).flatMap(([table, condition]) => [
    `alter table ${table} enable row level security`,
    `create policy server_all on ${table} to saihakko_server using (true) with check (true)`,
    `create policy member_own on ${table} to saihakko_member using (${condition}) with check (${condition})`,
  ]),
  // Who issued a password is named in the history; to be seen, never to be changed.
  `create policy member_sees_helpdesk on users for select to saihakko_member
     using (role = 'helpdesk' and ${ownMember} is not null)`,
]

const exposeRows = [
  'drop policy member_sees_helpdesk on users',
  ...Object.keys(ownRows).flatMap((table) => [
    `drop policy member_own on ${table}`,
    `drop policy server_all on ${table}`,
    `alter table ${table} disable row level security`,
  ]),
]
