import { sql, type Transaction } from 'kysely'
import type { Tables } from '../../database/tables.ts'
import { liftStatementTimeout } from './import-repository.ts'
import { maxListedProblems, type ImportProblem } from './import-problem.ts'
import type { ImportedMember, MemberColumn } from './imported-member-schema.ts'
import type { ImportedRow } from './read-imported-rows.ts'

/** How many rows there were, how many of them are new members, and how many changed one: numbers only, for the audit. */
export interface MemberChanges extends Readonly<Record<string, number>> {
  readonly members: number
  readonly added: number
  readonly changed: number
}

const columnsOfTable = {
  timeZone: 'time_zone',
  address: 'address',
  representative: 'representative',
  contractNumber: 'contract_number',
  phone: 'phone',
} as const satisfies Partial<Record<MemberColumn, keyof Tables['members']>>
const isOptional = (column: MemberColumn): column is keyof typeof columnsOfTable =>
  Object.hasOwn(columnsOfTable, column)

/** The rows of an import of members in a table of its own transaction. */
export const createMemberImportRepository = (db: Transaction<Tables>) => ({
  async prepare(): Promise<void> {
    await liftStatementTimeout(db)
    await sql`create temporary table import_member_rows (line integer, member_id text, member_name text, time_zone text,
      address text, representative text, contract_number text, phone text) on commit drop`.execute(db)
  },

  async insertRows(rows: readonly ImportedRow<ImportedMember>[]): Promise<void> {
    const column = (read: (member: ImportedMember) => string | null | undefined): (string | null)[] =>
      rows.map(({ fields }) => read(fields) ?? null)
    await sql`insert into import_member_rows
      select * from unnest(${rows.map(({ line }) => line)}::int[], ${column((member) => member.memberId)}::text[],
        ${column((member) => member.memberName)}::text[], ${column((member) => member.timeZone)}::text[],
        ${column((member) => member.address)}::text[], ${column((member) => member.representative)}::text[],
        ${column((member) => member.contractNumber)}::text[], ${column((member) => member.phone)}::text[])`.execute(db)
  },

  async findProblems(): Promise<{ first: ImportProblem[]; count: number }> {
    await sql`analyze import_member_rows`.execute(db)
    const { rows } = await sql<{ line: number; earlier: number; count: number }>`
      with doubled as materialized (select line, earlier from
        (select line, min(line) over (partition by member_id) as earlier from import_member_rows) named where line > earlier)
      select *, (select count(*)::int from doubled) as count from doubled order by line limit ${maxListedProblems}`.execute(
      db,
    )
    return {
      first: rows.map(({ line, earlier }) => ({ line, column: 'memberId', what: `is the same as in line ${earlier}` })),
      count: rows[0]?.count ?? 0,
    }
  },

  async merge(columns: readonly MemberColumn[], at: Date): Promise<MemberChanges> {
    const updated = ['member_name', ...columns.filter(isOptional).map((column) => columnsOfTable[column])]
    const valuesOf = (table: string): string => updated.map((column) => `${table}.${column}`).join(', ')
    const { rows } = await sql<MemberChanges>`
      with known as materialized (select count(*)::int as count from import_member_rows join members using (member_id)),
      merged as (
        insert into members (member_id, member_name, time_zone, address, representative, contract_number, phone, created_at)
        select member_id, member_name, coalesce(time_zone, 'Asia/Tokyo'), address, representative, contract_number, phone,
          ${at}::timestamptz from import_member_rows order by member_id
        on conflict (member_id) do update
          set (${sql.raw(updated.join(', '))}) = row(${sql.raw(valuesOf('excluded'))})
          where (${sql.raw(valuesOf('members'))}) is distinct from (${sql.raw(valuesOf('excluded'))})
        returning 1)
      select rows.count as members, rows.count - known.count as added, written.count - (rows.count - known.count) as changed
      from (select count(*)::int as count from import_member_rows) rows, known,
        (select count(*)::int as count from merged) written`.execute(db)
    return rows[0] ?? { members: 0, added: 0, changed: 0 }
  },
})
