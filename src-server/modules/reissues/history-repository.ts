import type { ExpressionBuilder, Kysely, Selectable, SelectQueryBuilder } from 'kysely'
import { sql } from 'kysely'
import type { ReissueState } from '../../../src-shared/api/reissue-states.ts'
import { splitSearchWords } from '../../../src-shared/domain/search-text.ts'
import type { Tables } from '../../database/tables.ts'
import type { UserScope } from '../users/account-service.ts'

export interface HistoryFilter {
  readonly scope: UserScope
  readonly since?: Date | undefined
  readonly until?: Date | undefined
  /** Part of a member ID. */
  readonly memberId?: string | undefined
  /** Words that must all be found in the login ID or the user name. */
  readonly query?: string | undefined
  readonly state?: ReissueState | undefined
}

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
}

export interface HistoryRows {
  readonly rows: readonly HistoryRow[]
  /** How many match in all, exactly. */
  readonly total: number
}

type Entry = Selectable<Tables['reissues']>
/** Entries alone: what must match of users and members is asked for beside them, so that nothing is joined to be counted. */
type Entries = SelectQueryBuilder<Tables, 'reissues', unknown>
type Expressions = ExpressionBuilder<Tables, 'reissues'>
type Found = SelectQueryBuilder<Tables & { found: Entry }, 'found', unknown>

export function createHistoryRepository(db: Kysely<Tables>) {
  const find = (filter: HistoryFilter, at: Date): Entries => applyFilter(db.selectFrom('reissues'), filter, at)

  const count = async (filter: HistoryFilter, at: Date): Promise<number> => {
    const { total } = await find(filter, at).select(countAll.as('total')).executeTakeFirstOrThrow()
    return total
  }

  return {
    /** At most `limit` entries, newest first, from after `after` on, and the total; with one statement. */
    list: async (filter: HistoryFilter, at: Date, limit: number, after?: HistoryPosition): Promise<HistoryRows> => {
      const cut = (found: Found) =>
        skipTo(found, after).orderBy('found.issued_at', 'desc').orderBy('found.reissue_id', 'desc').limit(limit)
      const listed = await showEntries(db, find(filter, at), isNarrowed(filter), cut)
        .select((eb) => eb.selectFrom('found').select(countAll.as('count')).$asScalar().$notNull().as('total'))
        .execute()
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

const countAll = sql<number>`count(*)::int`

/** Whether few entries may be left, so that walking from the newest on would not soon come upon enough of them. */
const isNarrowed = ({ memberId, query }: HistoryFilter): boolean => memberId !== undefined || query !== undefined

const skipTo = (found: Found, after: HistoryPosition | undefined): Found =>
  after
    ? found.where((eb) =>
        eb(eb.refTuple('found.issued_at', 'found.reissue_id'), '<', eb.tuple(after.issuedAt, after.reissueId)),
      )
    : found

function applyFilter(
  entries: Entries,
  { scope, since, until, memberId, query: typed, state }: HistoryFilter,
  at: Date,
): Entries {
  let found = entries
  if (scope !== 'all-members') found = found.where('reissues.member_id', '=', scope.memberId)
  if (since) found = found.where('reissues.issued_at', '>=', since)
  if (until) found = found.where('reissues.issued_at', '<=', until)
  // strpos and not LIKE: every character means itself.
  if (memberId !== undefined)
    found = found.where(
      sql<boolean>`reissues.member_id in (select m.member_id from members m
        where strpos(m.member_id_key, search_key(${memberId})) > 0)`,
    )
  const words = splitSearchWords(typed ?? '')
  if (words.length > 0) found = found.where(hasUserWith(words))
  return state === undefined ? found : found.where((eb) => isInState(eb, state, at))
}

function hasUserWith(words: readonly string[]) {
  const conditions = words.map((word) => {
    const key = sql`search_key(${word})`
    return sql`(strpos(u.login_id_key, ${key}) > 0 or strpos(u.user_name_key, ${key}) > 0)`
  })
  return sql<boolean>`exists (select from users u
    where u.member_id = reissues.member_id and u.user_id = reissues.user_id and ${sql.join(conditions, sql` and `)})`
}

/** The same as `deriveReissueState`, for the database. */
function isInState(eb: Expressions, state: ReissueState, at: Date) {
  if (state === 'used') return eb('reissues.used_at', 'is not', null)
  const unused = eb('reissues.used_at', 'is', null)
  if (state === 'superseded') return eb.and([unused, eb('reissues.superseded_at', 'is not', null)])
  const open = eb.and([unused, eb('reissues.superseded_at', 'is', null)])
  return eb.and([open, eb('reissues.expires_at', state === 'expired' ? '<' : '>=', at)])
}

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
    ])
    .orderBy('page.issued_at', 'desc')
    .orderBy('page.reissue_id', 'desc')
