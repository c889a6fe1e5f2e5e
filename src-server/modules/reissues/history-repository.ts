import type { Kysely, Selectable, SelectQueryBuilder } from 'kysely'
import { sql } from 'kysely'
import { keepQuery } from '../../database/keep-query.ts'
import { keptPrepared } from '../../database/kept-statements.ts'
import type { Tables } from '../../database/tables.ts'
import type { UserScope } from '../users/account-service.ts'
import { selectHandovers, type StoredHandover } from './handover-repository.ts'
import { isNarrowed, isWhole, narrowEntries, type Entries, type HistoryFilter } from './history-condition.ts'

/** The last row of the page before, in the order newest first. */
export interface HistoryPosition {
  readonly issuedAt: Date
  readonly reissueId: string
}

export interface HistoryRow {
  readonly reissueId: string
  readonly userId: string
  readonly loginId: string
  readonly userName: string
  readonly memberId: string
  readonly memberName: string
  readonly timeZone: string
  readonly issuedAt: Date
  readonly expiresAt: Date
  readonly issuerUserId: string
  readonly issuerLoginId: string
  readonly issuerUserName: string
  readonly origin: 'generated' | 'edited'
  readonly verificationId: string | null
  readonly note: string | null
  readonly usedAt: Date | null
  readonly supersededAt: Date | null
  /** In no order; null for none. */
  readonly handovers: readonly StoredHandover[] | null
}

export interface HistoryRows {
  readonly rows: readonly HistoryRow[]
  /** How many match in all, exactly. */
  readonly total: number
}

type Entry = Selectable<Tables['reissues']>
type Found = SelectQueryBuilder<Tables & { found: Entry }, 'found', unknown>

export function createHistoryRepository(db: Kysely<Tables>) {
  const find = (filter: HistoryFilter, at: Date): Entries => narrowEntries(db.selectFrom('reissues'), filter, at)

  const count = async (filter: HistoryFilter, at: Date): Promise<number> => {
    const { total } = await find(filter, at).select(countAll.as('total')).executeTakeFirstOrThrow()
    return total
  }

  return {
    /** At most `limit` entries, newest first, from after `after` on, and the total; with one statement. */
    list: async (filter: HistoryFilter, at: Date, limit: number, after?: HistoryPosition): Promise<HistoryRows> => {
      const isKept = after === undefined && isWhole(filter)
      const listed = isKept
        ? await listNewest(db, filter.scope, limit)
        : await listEntries(db, find(filter, at), isNarrowed(filter), (found) =>
            skipTo(found, after).limit(limit),
          ).execute()
      const rows = listed.map(({ total: _total, ...row }) => row)
      return { rows, total: listed[0]?.total ?? (after ? await count(filter, at) : 0) }
    },

    find: (scope: UserScope, reissueId: string): Promise<HistoryRow | undefined> => {
      const found = db.selectFrom('reissues').where('reissues.reissue_id', '=', reissueId)
      const visible = scope === 'all-members' ? found : found.where('reissues.member_id', '=', scope.memberId)
      return showEntries(db, visible, false, (page) => page).executeTakeFirst()
    },
  }
}

type ListedRow = HistoryRow & { readonly total: number }

/**
 * What everybody sees first, found by keys alone: one plan for all, and written out once. The limit is a part of the text, as
 * a plan is made for it; there are 200.
 */
const listNewestWithin = (scope: 'member' | 'all-members', limit: number) =>
  keepQuery<{ memberId: string }, ListedRow>((db, value) => {
    const all = db.selectFrom('reissues')
    const entries = scope === 'member' ? all.where('reissues.member_id', '=', value('memberId')) : all
    return listEntries(db, entries, false, (found) => found.limit(sql.lit(limit)))
      .modifyEnd(keptPrepared)
      .compile()
  })

const newest = new Map<string, ReturnType<typeof listNewestWithin>>()

function listNewest(db: Kysely<Tables>, scope: UserScope, limit: number): Promise<ListedRow[]> {
  const within = scope === 'all-members' ? scope : 'member'
  const list = newest.get(`${within} ${limit}`) ?? listNewestWithin(within, limit)
  newest.set(`${within} ${limit}`, list)
  return list(db, { memberId: scope === 'all-members' ? '' : scope.memberId })
}

const listEntries = (db: Kysely<Tables>, entries: Entries, isFenced: boolean, cut: (found: Found) => Found) =>
  showEntries(db, entries, isFenced, (found) =>
    cut(found).orderBy('found.issued_at', 'desc').orderBy('found.reissue_id', 'desc'),
  ).select((eb) => eb.selectFrom('found').select(countAll.as('count')).$asScalar().$notNull().as('total'))

const countAll = sql<number>`count(*)::int`

const skipTo = (found: Found, after: HistoryPosition | undefined): Found =>
  after
    ? found.where((eb) =>
        eb(eb.refTuple('found.issued_at', 'found.reissue_id'), '<', eb.tuple(after.issuedAt, after.reissueId)),
      )
    : found

/**
 * Of the entries found those that `cut` leaves, newest first, with the people in them, looked up by their keys. `offset 0`
 * keeps it a look-up: planned as a join, the few users of a page are read by reading all users.
 */
const showEntries = (db: Kysely<Tables>, entries: Entries, isFenced: boolean, cut: (found: Found) => Found) =>
  db
    .with(
      (cte) => (isFenced ? cte('found').materialized() : cte('found').notMaterialized()),
      () => entries.selectAll('reissues'),
    )
    .with(
      (cte) => cte('page').materialized(),
      (query) => cut(query.selectFrom('found')).selectAll('found'),
    )
    .selectFrom('page')
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('users')
          .innerJoin('members', 'members.member_id', 'users.member_id')
          .select(['users.login_id', 'users.user_name', 'members.member_name', 'members.time_zone'])
          .whereRef('users.member_id', '=', 'page.member_id')
          .whereRef('users.user_id', '=', 'page.user_id')
          .offset(sql.lit(0))
          .as('target'),
      (join) => join.onTrue(),
    )
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('users')
          .select(['users.login_id', 'users.user_name'])
          .whereRef('users.member_id', '=', 'page.issued_by_member_id')
          .whereRef('users.user_id', '=', 'page.issued_by_user_id')
          .offset(sql.lit(0))
          .as('issuer'),
      (join) => join.onTrue(),
    )
    .select([
      'page.reissue_id as reissueId',
      'page.user_id as userId',
      'target.login_id as loginId',
      'target.user_name as userName',
      'page.member_id as memberId',
      'target.member_name as memberName',
      'target.time_zone as timeZone',
      'page.issued_at as issuedAt',
      'page.expires_at as expiresAt',
      'page.issued_by_user_id as issuerUserId',
      'issuer.login_id as issuerLoginId',
      'issuer.user_name as issuerUserName',
      'page.origin',
      'page.verification_id as verificationId',
      'page.note',
      'page.used_at as usedAt',
      'page.superseded_at as supersededAt',
      selectHandovers.as('handovers'),
    ])
    .orderBy('page.issued_at', 'desc')
    .orderBy('page.reissue_id', 'desc')
