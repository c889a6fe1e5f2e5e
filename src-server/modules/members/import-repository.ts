import { sql, type Transaction } from 'kysely'
import type { Tables } from '../../database/tables.ts'
import { maxListedProblems, type ImportProblem } from './import-problem.ts'
import type { ImportColumn, ImportedUser } from './imported-user-schema.ts'
import type { ImportedRow } from './read-imported-rows.ts'

type Db = Transaction<Tables>
type UserRow = ImportedRow<ImportedUser>

export interface ImportChanges {
  readonly added: number
  readonly disabled: number
  readonly enabled: number
  /** Users who get another role, and users of whom a phone, fax or mail address changes. */
  readonly rolesChanged: number
  readonly contactsChanged: number
}

const contactColumns = ['phone', 'fax', 'email'] as const

/** The rows of one import in a table of its own transaction: checked as a whole there, and gone with it. */
export function createImportRepository(db: Db) {
  return {
    async prepare(): Promise<void> {
      await liftStatementTimeout(db)
      // For what is sorted and grouped as a whole, and for building indexes; gone with the transaction, too.
      await sql`select set_config('work_mem', '64MB', true), set_config('maintenance_work_mem', '256MB', true)`.execute(
        db,
      )
      await sql`create temporary table import_rows (line integer, member_id text, member_name text, user_id text, login_id text,
        login_id_key text generated always as (search_key(login_id)) stored, user_name text, role text, phone text, fax text,
        email text, state text, verifier text, is_new boolean not null default true) on commit drop`.execute(db)
    },

    insertRows: (rows: readonly UserRow[]): Promise<void> => insertRows(db, rows),

    async markNewUsers(): Promise<void> {
      await sql`analyze import_rows (member_id, user_id, login_id_key)`.execute(db)
      await sql`update import_rows set is_new = false from users where users.user_id = import_rows.user_id`.execute(db)
    },

    /** What only the file as a whole, or the database, can tell. */
    findProblems: (): Promise<{ first: ImportProblem[]; count: number }> => findProblems(db),

    /** What `merge` is going to change, for the audit, in numbers. Columns that the file lacks stay as they are. */
    async countChanges(columns: readonly ImportColumn[]): Promise<ImportChanges> {
      const hasState = columns.includes('state')
      const contacts = contactColumns.filter((column) => columns.includes(column))
      const valuesOf = (table: string) => sql.raw(contacts.map((column) => `${table}.${column}`).join(', '))
      // A user who is new has no row in `users`: all of whose columns are null there.
      const contactChanged =
        contacts.length === 0
          ? sql`false`
          : sql`not r.is_new and row(${valuesOf('u')}) is distinct from row(${valuesOf('r')})`
      const { rows } = await sql<ImportChanges>`
        select count(*) filter (where r.is_new)::int as added,
          count(*) filter (where ${hasState}::boolean and u.state <> r.state and r.state = 'disabled')::int as disabled,
          count(*) filter (where ${hasState}::boolean and u.state <> r.state and r.state = 'active')::int as enabled,
          count(*) filter (where u.role <> r.role)::int as "rolesChanged",
          count(*) filter (where ${contactChanged})::int as "contactsChanged"
        from import_rows r left join users u on u.member_id = r.member_id and u.user_id = r.user_id`.execute(db)
      return rows[0] ?? { added: 0, disabled: 0, enabled: 0, rolesChanged: 0, contactsChanged: 0 }
    },

    async merge(columns: readonly ImportColumn[], at: Date): Promise<{ users: number; members: number }> {
      await sql`insert into members (member_id, member_name, created_at)
        select distinct member_id, member_name, ${at}::timestamptz from import_rows
        on conflict (member_id) do update set member_name = excluded.member_name
        where members.member_name <> excluded.member_name`.execute(db)
      await withoutIndexes(db, () => mergeUsers(db, columns, at))
      await sql`insert into credentials (member_id, user_id, kind, verifier, set_at)
        select member_id, user_id, 'chosen', verifier, ${at}::timestamptz from import_rows
        where is_new and verifier is not null`.execute(db)
      const { rows } = await sql<{ users: number; members: number }>`
        select count(*)::int as users, count(distinct member_id)::int as members from import_rows`.execute(db)
      return rows[0] ?? { users: 0, members: 0 }
    },
  }
}

/** An import takes as long as it takes; the limit is for requests. Until the end of the transaction. */
export async function liftStatementTimeout(db: Db): Promise<void> {
  await sql`select set_config('statement_timeout', '0', true)`.execute(db)
}

async function insertRows(db: Db, rows: readonly UserRow[]): Promise<void> {
  const column = (read: (row: UserRow) => string | null | undefined): (string | null)[] =>
    rows.map((row) => read(row) ?? null)
  await sql`insert into import_rows (line, member_id, member_name, user_id, login_id, user_name, role, phone, fax, email, state, verifier)
    select * from unnest(${rows.map(({ line }) => line)}::int[], ${column(({ fields }) => fields.memberId)}::text[],
      ${column(({ fields }) => fields.memberName)}::text[], ${column(({ fields }) => fields.userId)}::text[],
      ${column(({ fields }) => fields.loginId)}::text[], ${column(({ fields }) => fields.userName)}::text[],
      ${column(({ fields }) => fields.role)}::text[], ${column(({ fields }) => fields.phone)}::text[],
      ${column(({ fields }) => fields.fax)}::text[], ${column(({ fields }) => fields.email)}::text[],
      ${column(({ fields }) => fields.state)}::text[], ${column(({ fields }) => fields.passwordHash)}::text[])`.execute(
    db,
  )
}

/** Where a value stands that an earlier line has. */
const findDoubled = (column: 'user_id' | 'login_id_key') => sql`
  (select line, earlier from import_rows join (select ${sql.ref(column)}, min(line) as earlier from import_rows
    group by ${sql.ref(column)} having count(*) > 1) doubled using (${sql.ref(column)}) where line > earlier) doubled`

async function findProblems(db: Db): Promise<{ first: ImportProblem[]; count: number }> {
  const { rows } = await sql<ImportProblem & { count: number }>`
    with problems as materialized (
      select line, 'userId' as "column", 'is the same as in line ' || earlier as what from ${findDoubled('user_id')}
      union all
      select line, 'loginId', 'is the same as in line ' || earlier || ' (case and width do not matter)'
        from ${findDoubled('login_id_key')}
      union all
      select line, 'memberName', 'differs from line ' || earlier || ' for the same member'
        from (select line, member_name, first_value(line) over of_member as earlier, first_value(member_name) over of_member as named
          from import_rows where member_id in
            (select member_id from import_rows group by member_id having min(member_name) <> max(member_name))
          window of_member as (partition by member_id order by line)) named where member_name <> named
      union all
      select line, 'memberId', 'the user belongs to another member already; a user cannot change members'
        from import_rows r join users u on u.user_id = r.user_id where u.member_id <> r.member_id
      union all
      select line, 'loginId', 'is in use by the user ' || u.user_id
        from import_rows r join users u on u.login_id_key = r.login_id_key where u.user_id <> r.user_id)
    select *, (select count(*)::int from problems) as count from problems order by line, "column" limit ${maxListedProblems}`.execute(
    db,
  )
  return { first: rows.map(({ line, column, what }) => ({ line, column, what })), count: rows[0]?.count ?? 0 }
}

/** From so many new users on, and when they are more than there were, the indexes are built anew: far faster. */
const rebuildFrom = 10_000

/**
 * Takes the indexes away while most of their content changes, and builds them again from their own definitions, within the
 * transaction: nobody sees the table without them. Those of constraints stay. The foreign key does, too, though checking it
 * at once would be faster: without it members could not be read either, and requests would wait for us as we for them.
 * Users cannot be read meanwhile, which a first import has none of.
 */
async function withoutIndexes(db: Db, work: () => Promise<void>): Promise<void> {
  const { rows } = await sql<{ added: number; known: number }>`
    select (select count(*)::int from import_rows where is_new) as added, (select count(*)::int from users) as known`.execute(
    db,
  )
  const [state] = rows
  if (!state || state.added < rebuildFrom || state.added < state.known) return await work()
  const { rows: indexes } = await sql<{ name: string; definition: string }>`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
    where indrelid = 'users'::regclass and not exists (select from pg_constraint where conindid = indexrelid)`.execute(
    db,
  )
  for (const { name } of indexes) await sql.raw(`drop index ${name}`).execute(db)
  await work()
  for (const { definition } of indexes) await sql.raw(definition).execute(db)
}

/** Columns that the file has not are left as they are. Without that, a file of names alone would erase every phone number. */
async function mergeUsers(db: Db, columns: readonly ImportColumn[], at: Date): Promise<void> {
  const optional = ([...contactColumns, 'state'] as const).filter((column) => columns.includes(column))
  const updated = ['login_id', 'user_name', 'role', ...optional]
  const valuesOf = (table: string): string => updated.map((column) => `${table}.${column}`).join(', ')
  await sql`insert into users (member_id, user_id, login_id, user_name, role, state, phone, fax, email, registered_at)
    select member_id, user_id, login_id, user_name, role, coalesce(state, 'active') as state, phone, fax, email, ${at}::timestamptz
    from import_rows order by member_id, user_id
    on conflict (member_id, user_id) do update set (${sql.raw(updated.join(', '))}) = row(${sql.raw(valuesOf('excluded'))})
    where (${sql.raw(valuesOf('users'))}) is distinct from (${sql.raw(valuesOf('excluded'))})`.execute(db)
}
