import { sql, type Kysely } from 'kysely'

/**
 * Members whose users live in a directory: a mirror of them, what is written ahead of a reissue there, and what is left to
 * be done later. Rights and rows as in 0006: the mirror is written by functions of the owner alone, which touch nobody but the
 * users of such members (P24). Reversible; users who lived in a directory have no password afterwards.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...columns, ...tables, ...mirrorFunctions, ...rights, ...secureRows])
    await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of statementsBack) await sql.raw(statement).execute(db)
}

const bothRoles = 'saihakko_server, saihakko_member'

/** Empty and unset are nobody’s. */
const ownMember = "nullif(current_setting('saihakko.member_id', true), '')"

const columns = [
  'alter table members add directory text',
  `alter table users add directory_account_id text,
     add directory_state text check (directory_state in ('active', 'disabled', 'locked', 'deleted')),
     add directory_password_state text check (directory_password_state in ('none', 'active', 'temporary', 'expired')),
     add directory_password_expires_at timestamptz(3), add directory_version text, add directory_read_at timestamptz(3),
     add constraint users_of_directory_check check (directory_account_id is null
       or (directory_state is not null and directory_password_state is not null and directory_version is not null))`,
  `create unique index users_directory_account on users (member_id, directory_account_id)
     where directory_account_id is not null`,
]

const tables = [
  `create table reissue_intents (
     member_id text not null,
     reissue_id uuid not null,
     user_id text not null,
     operator_member_id text not null,
     operator_user_id text not null,
     idempotency_key uuid not null,
     account_id text not null,
     version_before text not null,
     version_after text,
     origin text not null check (origin in ('generated', 'edited')),
     verification_id uuid,
     note text,
     requested_at timestamptz(3) not null,
     valid_until timestamptz(3) not null,
     held_until timestamptz(3) not null,
     status text not null check (status in ('requested', 'applied', 'not_applied', 'unconfirmed')),
     reason text,
     concluded_at timestamptz(3),
     primary key (member_id, reissue_id),
     foreign key (member_id, user_id) references users,
     foreign key (operator_member_id, operator_user_id) references users,
     check ((status = 'requested') = (concluded_at is null)))`,
  // One at a time, whatever happens: the database’s own word on it.
  `create unique index reissue_intents_open on reissue_intents (member_id, user_id) where status = 'requested'`,
  'create index reissue_intents_by_key on reissue_intents (operator_user_id, idempotency_key)',
  `create table directory_duties (
     member_id text not null,
     reissue_id uuid not null,
     kind text not null check (kind in ('expire', 'settle')),
     user_id text not null,
     version text not null,
     due_at timestamptz(3) not null,
     next_attempt_at timestamptz(3) not null,
     attempts integer not null default 0,
     claimed_until timestamptz(3),
     done_at timestamptz(3),
     outcome text,
     primary key (member_id, reissue_id, kind),
     foreign key (member_id, user_id) references users)`,
  'create index directory_duties_due on directory_duties (next_attempt_at) where done_at is null',
  `create table directory_sync (
     directory text not null,
     member_id text not null references members,
     cursor text,
     completed_at timestamptz(3),
     succeeded_at timestamptz(3),
     failures integer not null default 0,
     last_failure text,
     collisions integer not null default 0,
     held_until timestamptz(3),
     primary key (directory, member_id))`,
]

/**
 * What writes the mirror. Functions of the owner: the service itself may change neither a user’s role nor their state (P24), and
 * here nobody but the users of a member that lives in this very directory, who never get the helpdesk’s role.
 */
const mirrorFunctionNames = [
  'claim_directory_members(text, text[])',
  'mirror_directory_users(text, text, jsonb, timestamptz)',
  'retire_directory_users(text, text, text[], timestamptz)',
] as const

const assertOfDirectory = `if not exists (select from members m where m.member_id = in_member and m.directory = in_directory) then
    raise exception 'not a member of this directory' using errcode = 'insufficient_privilege';
  end if;`

/** A user is known by the account, or, before that, by the ID; anything that is another’s is a collision and stays as it is. */
const mirrorUsers = `create function mirror_directory_users(
  in_directory text, in_member text, in_users jsonb, in_read_at timestamptz
) returns table (mirrored_account text, mirrored_as text) language plpgsql security definer as $$
#variable_conflict use_column
declare
  entry record;
  known users%rowtype;
  is_known boolean;
begin
  ${assertOfDirectory}
  for entry in select e.* from jsonb_to_recordset(in_users) as e("accountId" text, "userId" text, "loginId" text,
    "userName" text, phone text, fax text, email text, role text, state text, "passwordState" text, version text)
  loop
    mirrored_account := entry."accountId";
    mirrored_as := 'collision';
    if entry.role not in ('staff', 'administrator') then
      raise exception 'no role of a directory' using errcode = 'insufficient_privilege';
    end if;
    select * into known from users u where u.member_id = in_member and u.directory_account_id = entry."accountId" for no key update;
    is_known := found;
    if not is_known then
      select * into known from users u where u.member_id = in_member and u.user_id = entry."userId"
        and u.directory_account_id is null and u.role <> 'helpdesk' for no key update;
      is_known := found;
    end if;
    if exists (select from users u where u.login_id_key = search_key(entry."loginId")
        and (not is_known or u.user_id <> known.user_id))
      or (not is_known and exists (select from users u where u.user_id = entry."userId")) then
      return next;
      continue;
    end if;
    if not is_known then
      insert into users (member_id, user_id, login_id, user_name, role, state, phone, fax, email, registered_at,
          directory_account_id, directory_state, directory_password_state, directory_version, directory_read_at)
        values (in_member, entry."userId", entry."loginId", entry."userName", entry.role,
          case entry.state when 'active' then 'active' else 'disabled' end, entry.phone, entry.fax, entry.email, in_read_at,
          entry."accountId", entry.state, entry."passwordState", entry.version, in_read_at);
      mirrored_as := 'added';
      return next;
      continue;
    end if;
    mirrored_as := 'same';
    if known.directory_account_id is null then
      delete from credentials c where c.member_id = in_member and c.user_id = known.user_id;
      mirrored_as := 'changed';
    end if;
    if (known.login_id, known.user_name, known.role, known.phone, known.fax, known.email, known.directory_state)
      is distinct from (entry."loginId", entry."userName", entry.role, entry.phone, entry.fax, entry.email, entry.state) then
      mirrored_as := 'changed';
    end if;
    update users u set login_id = entry."loginId", user_name = entry."userName", role = entry.role,
        state = case entry.state when 'active' then 'active' else 'disabled' end,
        phone = entry.phone, fax = entry.fax, email = entry.email,
        directory_account_id = entry."accountId", directory_state = entry.state,
        directory_password_state = coalesce(known.directory_password_state, entry."passwordState"),
        directory_version = coalesce(known.directory_version, entry.version)
      where u.member_id = in_member and u.user_id = known.user_id
        and (mirrored_as = 'changed' or u.directory_account_id is null);
    -- What was read before the last reissue says nothing about its password.
    if (known.directory_read_at is null or in_read_at > known.directory_read_at)
      and (known.directory_version, known.directory_password_state) is distinct from (entry.version, entry."passwordState") then
      if known.directory_password_state = 'temporary' and entry."passwordState" = 'active' then
        update reissues r set used_at = in_read_at
          where r.member_id = in_member and r.user_id = known.user_id and r.used_at is null and r.superseded_at is null
            and r.issued_at <= in_read_at;
      end if;
      update users u set directory_password_state = entry."passwordState", directory_version = entry.version,
          directory_read_at = in_read_at,
          directory_password_expires_at = case when entry."passwordState" in ('temporary', 'expired')
            then known.directory_password_expires_at end
        where u.member_id = in_member and u.user_id = known.user_id;
      mirrored_as := 'changed';
    end if;
    return next;
  end loop;
end $$`

const mirrorFunctions = [
  `create function claim_directory_members(in_directory text, in_members text[]) returns setof text
     language plpgsql security definer as $$
   begin
     update members m set directory = in_directory
       where m.member_id = any(in_members) and m.directory is distinct from in_directory;
     return query select m.member_id from members m where m.member_id = any(in_members) order by 1;
   end $$`,
  mirrorUsers,
  // Never removed: the history refers to them. The end of their sessions is the doing of 0003’s trigger.
  `create function retire_directory_users(in_directory text, in_member text, in_accounts text[], in_read_at timestamptz)
     returns setof text language plpgsql security definer as $$
   begin
     ${assertOfDirectory}
     return query update users u set state = 'disabled', directory_state = 'deleted'
       where u.member_id = in_member and u.directory_account_id = any(in_accounts) and u.directory_state <> 'deleted'
       returning u.user_id;
   end $$`,
]

const setSearchPath = (name: string): string => `do $$ begin
  execute format('alter function ${name} set search_path = %I, pg_temp', current_schema());
end $$`

const rights = [
  ...mirrorFunctionNames.flatMap((name) => [
    setSearchPath(name),
    `revoke all on function ${name} from public`,
    `grant execute on function ${name} to saihakko_server`,
  ]),
  `grant update (directory_password_state, directory_password_expires_at, directory_version, directory_read_at)
     on users to ${bothRoles}`,
  `grant select, insert, update (version_after, held_until, status, reason, concluded_at) on reissue_intents
     to ${bothRoles}`,
  `grant select, insert, update (version, next_attempt_at, attempts, claimed_until, done_at, outcome) on directory_duties
     to ${bothRoles}`,
  `grant select, insert,
     update (cursor, completed_at, succeeded_at, failures, last_failure, collisions, held_until) on directory_sync
     to saihakko_server`,
]

const tablesOfMembers = ['reissue_intents', 'directory_duties']

const secureRows = [
  ...[...tablesOfMembers, 'directory_sync'].flatMap((table) => [
    `alter table ${table} enable row level security`,
    `create policy server_all on ${table} to saihakko_server using (true) with check (true)`,
  ]),
  ...tablesOfMembers.map(
    (table) => `create policy member_own on ${table} to saihakko_member
      using (member_id = ${ownMember}) with check (member_id = ${ownMember})`,
  ),
]

const statementsBack = [
  ...mirrorFunctionNames.map((name) => `drop function ${name}`),
  'drop table directory_sync',
  'drop table directory_duties',
  'drop table reissue_intents',
  // Rights on a column go with it.
  `alter table users drop directory_account_id, drop directory_state, drop directory_password_state,
     drop directory_password_expires_at, drop directory_version, drop directory_read_at`,
  'alter table members drop directory',
]
