import { sql, type Kysely } from 'kysely'
import { foldTable } from '../../../src-shared/domain/search-text.ts'

/**
 * Members, users, credentials, sessions, reissues, and what is written in the same transaction with them.
 * Reversible: `down` drops everything.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createSearchKey(db)
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  const tables = [
    'policy',
    'notification_outbox',
    'audit_events',
    'idempotency_keys',
    'reissues',
    'sessions',
    'credentials',
    'users',
    'members',
  ]
  for (const table of tables) await sql.raw(`drop table ${table}`).execute(db)
  await sql.raw('drop function refuse_audit_change()').execute(db)
  await sql.raw('drop function search_key(text)').execute(db)
}

/** What `\s` means in JavaScript; PostgreSQL’s own idea of a blank depends on the platform. */
const blanks =
  '\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff'

/**
 * The fold of names and IDs (U2), the same as `foldSearchText`; a change of the table needs a migration that rebuilds the
 * keys. `translate` removes what has no counterpart: the blanks. IDs are ASCII, and for that a handful of pairs is enough.
 */
async function createSearchKey(db: Kysely<unknown>): Promise<void> {
  const pairs = [...foldTable]
  const asciiPairs = pairs.filter(([from]) => from < '\u0080')
  const translate = (text: string, table: readonly (readonly [string, string])[], removed: string): string => {
    const from = table.map(([character]) => character).join('') + removed
    return `translate(${text}, '${from}', '${table.map(([, character]) => character).join('')}')`
  }
  await sql
    .raw(
      `create function search_key(value text) returns text language sql immutable strict parallel safe as
       $$ select case when octet_length(value) = length(value)
         then ${translate('lower(value)', asciiPairs, blanks.slice(0, 6))}
         else ${translate('lower(normalize(value, NFKC))', pairs, blanks)} end $$`,
    )
    .execute(db)
}

const statements = [
  `create table members (
     member_id text primary key,
     member_name text not null,
     member_id_key text not null generated always as (search_key(member_id)) stored,
     member_name_key text not null generated always as (search_key(member_name)) stored,
     time_zone text not null default 'Asia/Tokyo',
     created_at timestamptz(3) not null)`,
  `create table users (
     member_id text not null references members,
     user_id text not null,
     login_id text not null,
     user_name text not null,
     role text not null check (role in ('staff', 'administrator', 'helpdesk')),
     state text not null check (state in ('active', 'disabled')),
     phone text, fax text, email text,
     user_id_key text not null generated always as (search_key(user_id)) stored,
     login_id_key text not null generated always as (search_key(login_id)) stored,
     user_name_key text not null generated always as (search_key(user_name)) stored,
     registered_at timestamptz(3) not null,
     last_login_at timestamptz(3),
     primary key (member_id, user_id),
     unique (user_id))`,
  'create unique index users_login_id_key on users (login_id_key)',
  `create table credentials (
     member_id text not null,
     user_id text not null,
     kind text not null check (kind in ('chosen', 'temporary')),
     verifier text not null,
     set_at timestamptz(3) not null,
     expires_at timestamptz(3),
     reissue_id uuid,
     primary key (member_id, user_id),
     foreign key (member_id, user_id) references users,
     check ((kind = 'temporary') = (expires_at is not null and reissue_id is not null)))`,
  `create table sessions (
     member_id text not null,
     session_id uuid not null,
     user_id text not null,
     token_hash bytea not null unique,
     must_change_password boolean not null,
     client text,
     created_at timestamptz(3) not null,
     last_seen_at timestamptz(3) not null,
     expires_at timestamptz(3) not null,
     ended_at timestamptz(3),
     end_reason text check (end_reason in ('logged_out', 'password_reissued', 'password_changed')),
     primary key (member_id, session_id),
     foreign key (member_id, user_id) references users,
     check ((ended_at is null) = (end_reason is null)))`,
  'create index sessions_of_user on sessions (member_id, user_id) where ended_at is null',
  `create table reissues (
     member_id text not null,
     reissue_id uuid not null unique,
     user_id text not null,
     issued_by_member_id text not null,
     issued_by_user_id text not null,
     issued_at timestamptz(3) not null,
     expires_at timestamptz(3) not null,
     origin text not null check (origin in ('generated', 'edited')),
     verification_id uuid,
     note text,
     used_at timestamptz(3),
     superseded_at timestamptz(3),
     primary key (member_id, reissue_id),
     foreign key (member_id, user_id) references users,
     foreign key (issued_by_member_id, issued_by_user_id) references users)`,
  'create index reissues_of_member on reissues (member_id, issued_at desc, reissue_id desc)',
  'create index reissues_by_time on reissues (issued_at desc, reissue_id desc)',
  'create index reissues_of_user on reissues (member_id, user_id, issued_at desc)',
  `create table idempotency_keys (
     operator_user_id text not null,
     key uuid not null,
     fingerprint bytea not null,
     response jsonb not null,
     created_at timestamptz(3) not null,
     expires_at timestamptz(3) not null,
     primary key (operator_user_id, key))`,
  'create index idempotency_keys_by_expiry on idempotency_keys (expires_at)',
  `create table audit_events (
     seq bigint generated always as identity primary key,
     at timestamptz(3) not null,
     action text not null,
     outcome text not null check (outcome in ('done', 'refused')),
     actor_member_id text, actor_user_id text,
     target_member_id text, target_user_id text,
     request_id text, remote_address text,
     details jsonb not null)`,
  `create function refuse_audit_change() returns trigger language plpgsql as
     $$ begin raise exception 'audit events are append-only'; end $$`,
  `create trigger audit_events_append_only before update or delete or truncate on audit_events
     for each statement execute function refuse_audit_change()`,
  `create table notification_outbox (
     member_id text not null,
     notification_id uuid not null,
     kind text not null check (kind in ('password_reissued')),
     recipient_user_id text not null,
     reissue_id uuid not null,
     queued_at timestamptz(3) not null,
     sent_at timestamptz(3),
     primary key (member_id, notification_id))`,
  'create index notification_outbox_unsent on notification_outbox (queued_at) where sent_at is null',
  `create table policy (
     "only" boolean primary key default true check ("only"),
     temporary_min_length integer not null default 8 check (temporary_min_length between 8 and 32),
     temporary_max_length integer not null default 32 check (temporary_max_length between 10 and 32),
     temporary_default_length integer not null default 12 check (temporary_default_length between 10 and 32),
     administrator_may_edit boolean not null default true,
     helpdesk_may_edit boolean not null default false,
     new_min_length integer not null default 12 check (new_min_length >= 8),
     new_max_length integer not null default 128 check (new_max_length >= 64),
     helpdesk_may_reissue_staff boolean not null default false,
     session_idle_seconds integer not null default 900,
     session_absolute_seconds integer not null default 28800,
     offline_review_days integer not null default 7)`,
  'insert into policy default values',
]
