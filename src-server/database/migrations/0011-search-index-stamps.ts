import { sql, type Kysely } from 'kysely'

/**
 * By what a search index in the memory of a server knows whether it has seen everything (decision 0017): users and members
 * carry the transaction that last changed what is searched, shown in order or narrowed by; removals are noted on their own.
 * Reversible.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of statementsBack) await sql.raw(statement).execute(db)
}

const bothRoles = 'saihakko_server, saihakko_member'

/** The columns that a search finds by; the keys are generated from them. */
const searched = { users: ['login_id', 'user_name', 'state'], members: ['member_name'] } as const
const identity = { users: ['member_id', 'user_id'], members: ['member_id'] } as const
const tables = ['users', 'members'] as const

const anyChanged = (columns: readonly string[]): string =>
  columns.map((column) => `old.${column} is distinct from new.${column}`).join(' or ')

/**
 * Changed by a transaction that `last` does not show. Stamps from the future come from a dump of an older cluster, and say
 * nothing here. In the order of the index: planned without the values, looking for any row at all is a scan of the table.
 */
const firstChange = (table: string): string => `(select t.search_xact from ${table} t
  where t.search_xact >= pg_snapshot_xmin(last) and t.search_xact < pg_snapshot_xmax(pg_current_snapshot())
    and not pg_visible_in_snapshot(t.search_xact, last)
  order by t.search_xact limit 1)`

const stamp = (table: (typeof tables)[number]): string[] => [
  // A constant for the rows that are there, which need not be written for it: before any index.
  `alter table ${table} add search_xact xid8 not null default '0'`,
  `alter table ${table} alter search_xact set default pg_current_xact_id()`,
  `create index ${table}_by_search_xact on ${table} (search_xact)`,
  `create trigger ${table}_stamp_search before update of ${searched[table].join(', ')} on ${table} for each row
     when (${anyChanged(searched[table])}) execute function stamp_search_change()`,
  `create trigger ${table}_note_removal after delete or truncate on ${table}
     for each statement execute function note_search_removal()`,
  `create trigger ${table}_note_new_key after update of ${identity[table].join(', ')} on ${table} for each row
     when (${anyChanged(identity[table])}) execute function note_search_removal()`,
]

const setSearchPath = (name: string): string => `do $$ begin
  execute format('alter function ${name} set search_path = %I, pg_temp', current_schema());
end $$`

const stateFunction = 'search_index_state(pg_snapshot, text)'

const statements = [
  `create table search_removals (search_xact xid8 not null default pg_current_xact_id())`,
  'create index search_removals_by_xact on search_removals (search_xact)',
  // Without a policy: the owner’s functions alone read and write it.
  'alter table search_removals enable row level security',
  `create function stamp_search_change() returns trigger language plpgsql as
     $$ begin
       new.search_xact := pg_current_xact_id();
       return new;
     end $$`,
  `create function note_search_removal() returns trigger language plpgsql security definer as
     $$ begin
       insert into search_removals default values;
       return null;
     end $$`,
  setSearchPath('note_search_removal()'),
  ...tables.flatMap(stamp),
  // A backend’s crash makes PostgreSQL recover without a new postmaster, and give numbers of lost transactions once more: then
  // its statistics begin anew. A standby that is promoted goes on as it is.
  `create function search_cluster_start() returns text language sql stable parallel restricted as
     $$ select concat_ws(' ', extract(epoch from pg_postmaster_start_time()),
       extract(epoch from pg_stat_get_bgwriter_stat_reset_time()), pg_is_in_recovery()) $$`,
  // Another server process of PostgreSQL may be another copy of the data, whose transactions count anew from some point.
  `create function search_index_state(last pg_snapshot, started text)
     returns text language plpgsql stable security definer as $$
     begin
       if started is distinct from search_cluster_start()
         or pg_snapshot_xmax(last) > pg_snapshot_xmax(pg_current_snapshot())
         or ${firstChange('search_removals')} is not null then return 'outlived'; end if;
       if ${firstChange('users')} is not null or ${firstChange('members')} is not null then return 'behind'; end if;
       return 'current';
     end $$`,
  setSearchPath(stateFunction),
  `revoke all on function ${stateFunction} from public`,
  `grant execute on function ${stateFunction} to ${bothRoles}`,
]

const statementsBack = [
  `drop function ${stateFunction}`,
  'drop function search_cluster_start()',
  ...tables.flatMap((table) => [
    `drop trigger ${table}_note_new_key on ${table}`,
    `drop trigger ${table}_note_removal on ${table}`,
    `drop trigger ${table}_stamp_search on ${table}`,
    `alter table ${table} drop search_xact`,
  ]),
  'drop function note_search_removal()',
  'drop function stamp_search_change()',
  'drop table search_removals',
]
