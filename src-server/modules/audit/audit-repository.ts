import {
  sql,
  type ExpressionBuilder,
  type Insertable,
  type Kysely,
  type RawBuilder,
  type Selectable,
  type SelectQueryBuilder,
} from 'kysely'
import { keepQuery, type ValueOf } from '../../database/keep-query.ts'
import { keptPrepared } from '../../database/kept-statements.ts'
import type { Tables } from '../../database/tables.ts'
import type { ChainHead, ChainRow } from './audit-chain-policy.ts'

export type AuditRow = Insertable<Tables['audit_events']>
/** Without the target, for a statement that finds it. */
export type AuditValues = Omit<AuditRow, 'target_member_id' | 'target_user_id'>
export type AuditRecord = Omit<Selectable<Tables['audit_events']>, 'prev_hash'>

export interface AuditFilter {
  readonly since?: Date | undefined
  readonly until?: Date | undefined
  readonly action?: string | undefined
  readonly outcome?: 'done' | 'refused' | undefined
  /** Of the actor or of the target, as a whole. */
  readonly memberId?: string | undefined
  readonly userId?: string | undefined
}

type From = SelectQueryBuilder<Tables, 'audit_events', unknown>
type Expressions = ExpressionBuilder<Tables, 'audit_events'>

/** The audit trail in the database, which refuses every change of a row once it is there. */
export const createAuditRepository = (db: Kysely<Tables>) => ({
  insert: async (row: AuditRow): Promise<void> => {
    await insertEvent(db, row)
  },

  /** Newest first, from below the number `before` on. */
  list: (filter: AuditFilter, limit: number, before: number | undefined): Promise<AuditRecord[]> => {
    const found = applyFilter(db.selectFrom('audit_events'), filter)
    const rest = before === undefined ? found : found.where('seq', '<', before)
    return rest.select(shownColumns).orderBy('seq', 'desc').limit(limit).execute()
  },

  count: async (filter: AuditFilter): Promise<number> => {
    const row = await applyFilter(db.selectFrom('audit_events'), filter)
      .select(({ fn }) => fn.countAll<string | number | bigint>().as('count'))
      .executeTakeFirstOrThrow()
    return Number(row.count)
  },

  /** Undefined only when somebody took the row away. */
  readHead: (): Promise<ChainHead | undefined> =>
    db
      .selectFrom('audit_head')
      .select([sql<string>`seq::text`.as('seq'), sql<string>`encode(hash, 'hex')`.as('hash')])
      .executeTakeFirst(),

  /** The next events in the order of the chain, after the number `after`; from the very first on without it. */
  listChain: async (after: string | undefined, limit: number): Promise<ChainRow[]> => {
    const chain = db.selectFrom('audit_events').select(chainRow.as('row'))
    const rest = after === undefined ? chain : chain.where(sql<boolean>`seq > ${after}::bigint`)
    return (await rest.orderBy('seq').limit(limit).execute()).map(({ row }) => row)
  },
})

const insertedColumns = [
  ['at', 'timestamptz'],
  ['action', 'text'],
  ['outcome', 'text'],
  ['actor_member_id', 'text'],
  ['actor_user_id', 'text'],
  ['target_member_id', 'text'],
  ['target_user_id', 'text'],
  ['request_id', 'text'],
  ['remote_address', 'text'],
  ['details', 'jsonb'],
] as const

/** An event on a condition, as the last step of a statement. */
export function insertWhen(value: ValueOf<AuditRow>, condition: RawBuilder<boolean>): RawBuilder<object> {
  const columns = insertedColumns.map(([column]) => sql.ref(column))
  const values = insertedColumns.map(([column, type]) => sql`${value(column)}::${sql.raw(type)}`)
  return sql`insert into ${sql.table('audit_events')} (${sql.join(columns)}) select ${sql.join(values)} where ${condition}`
}

const insertEvent = keepQuery<AuditRow, object>((db, value) =>
  sql<object>`${insertWhen(value, sql<boolean>`true`)} ${keptPrepared}`.compile(db),
)

/**
 * Records an event for every row of `found`, as a part of the statement that finds it; what is found is told when that is
 * done. Without `returning`, for which the member’s role has no right: it is done all the same.
 */
export function insertForFound(
  value: ValueOf<AuditValues>,
  found: RawBuilder<unknown>,
  told: {
    readonly memberId: RawBuilder<string>
    readonly userId: RawBuilder<string>
    /** Where they tell of what was found. */
    readonly details?: RawBuilder<unknown>
  },
): RawBuilder<unknown> {
  const values = insertedColumns.map(([column, type]) => {
    if (column === 'target_member_id') return told.memberId
    if (column === 'target_user_id') return told.userId
    if (column === 'details' && told.details) return told.details
    return sql`${value(column)}::${sql.raw(type)}`
  })
  const columns = insertedColumns.map(([column]) => sql.ref(column))
  return sql`insert into audit_events (${sql.join(columns)}) select ${sql.join(values)} from ${found}`
}

const shownColumns = [
  'seq',
  'at',
  'action',
  'outcome',
  'actor_member_id',
  'actor_user_id',
  'target_member_id',
  'target_user_id',
  'request_id',
  'remote_address',
  'details',
  'hash',
] as const

/**
 * Texts made by the database itself, the same as in `audit_hash`. As one JSON value, since PGlite’s own reading of a text
 * drops a byte order mark at its beginning.
 */
const chainRow = sql<ChainRow>`json_build_object(
  'seq', seq::text,
  'at', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'action', action, 'outcome', outcome,
  'actorMemberId', actor_member_id, 'actorUserId', actor_user_id,
  'targetMemberId', target_member_id, 'targetUserId', target_user_id,
  'requestId', request_id, 'remoteAddress', remote_address,
  'details', details::text,
  'prevHash', encode(prev_hash, 'hex'), 'hash', encode(hash, 'hex'))`

function applyFilter(query: From, { since, until, action, outcome, memberId, userId }: AuditFilter): From {
  let found = query
  if (since) found = found.where('at', '>=', since)
  if (until) found = found.where('at', '<=', until)
  if (action !== undefined) found = found.where('action', '=', action)
  if (outcome !== undefined) found = found.where('outcome', '=', outcome)
  return memberId === undefined && userId === undefined
    ? found
    : found.where((eb) => eb.or([isOf(eb, 'actor', memberId, userId), isOf(eb, 'target', memberId, userId)]))
}

/** Both IDs belong to the same side, so that a member’s ID and a user’s ID together name one user. */
function isOf(eb: Expressions, side: 'actor' | 'target', memberId: string | undefined, userId: string | undefined) {
  const conditions = []
  if (memberId !== undefined) conditions.push(eb(`${side}_member_id`, '=', memberId))
  if (userId !== undefined) conditions.push(eb(`${side}_user_id`, '=', userId))
  return eb.and(conditions)
}
