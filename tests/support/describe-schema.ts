import { sql, type Kysely } from 'kysely'
import type { Tables } from '../../src-server/database/tables.ts'

/** Everything that the migrations make, one line each, sorted: two databases with the same lines behave the same. */
export async function describeSchema(db: Kysely<Tables>): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    with ours as (select oid, relname, relrowsecurity from pg_class
      where relnamespace = current_schema()::regnamespace and relkind = 'r')
    select concat_ws(' ', 'table', relname, 'row security', relrowsecurity) as line from ours
    union all select concat_ws(' ', 'column', relname, attname, format_type(atttypid, atttypmod), attnotnull, attidentity,
      attgenerated, pg_get_expr(adbin, adrelid)) from pg_attribute join ours on ours.oid = attrelid
      left join pg_attrdef on adrelid = attrelid and adnum = attnum where attnum > 0 and not attisdropped
    union all select concat_ws(' ', 'constraint', relname, pg_get_constraintdef(c.oid)) from pg_constraint c
      join ours on ours.oid = conrelid where contype <> 'n'
    union all select concat_ws(' ', 'index', pg_get_indexdef(indexrelid)) from pg_index join ours on ours.oid = indrelid
    union all select concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid)) from pg_trigger t
      join ours on ours.oid = tgrelid where not tgisinternal
    union all select concat_ws(' ', 'function', pg_get_functiondef(oid)) from pg_proc
      where pronamespace = current_schema()::regnamespace and prokind = 'f'
    union all select concat_ws(' ', 'policy', tablename, policyname, roles, cmd, qual, with_check) from pg_policies
    union all select concat_ws(' ', 'grant', grantee, privilege_type, table_name)
      from information_schema.role_table_grants where grantee like 'saihakko%'
    union all select concat_ws(' ', 'grant', grantee, privilege_type, table_name, column_name)
      from information_schema.role_column_grants where grantee like 'saihakko%'`.execute(db)
  return rows.map(({ line }) => line).toSorted()
}
