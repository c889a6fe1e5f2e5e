import type { ExpressionBuilder, Kysely, SelectQueryBuilder } from 'kysely'
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

type Joined = Pick<Tables, 'reissues' | 'users' | 'members'> & { issuer: Tables['users'] }
type From = SelectQueryBuilder<Joined, 'reissues' | 'users' | 'members' | 'issuer', unknown>
type Expressions = ExpressionBuilder<Joined, 'reissues' | 'users' | 'members' | 'issuer'>

export function createHistoryRepository(db: Kysely<Tables>) {
  const from = (): From =>
    db
      .selectFrom('reissues')
      .innerJoin('users', (join) =>
        join.onRef('users.member_id', '=', 'reissues.member_id').onRef('users.user_id', '=', 'reissues.user_id'),
      )
      .innerJoin('members', 'members.member_id', 'reissues.member_id')
      .innerJoin('users as issuer', (join) =>
        join
          .onRef('issuer.member_id', '=', 'reissues.issued_by_member_id')
          .onRef('issuer.user_id', '=', 'reissues.issued_by_user_id'),
      )

  return {
    list: (filter: HistoryFilter, at: Date, limit: number, after?: HistoryPosition): Promise<HistoryRow[]> => {
      const found = selectRow(applyFilter(from(), filter, at))
      const rest = after
        ? found.where((eb) =>
            eb(
              eb.refTuple('reissues.issued_at', 'reissues.reissue_id'),
              '<',
              eb.tuple(after.issuedAt, after.reissueId),
            ),
          )
        : found
      return rest.orderBy('reissues.issued_at', 'desc').orderBy('reissues.reissue_id', 'desc').limit(limit).execute()
    },

    count: async (filter: HistoryFilter, at: Date): Promise<number> => {
      const row = await applyFilter(from(), filter, at)
        .select(({ fn }) => fn.countAll<string | number | bigint>().as('count'))
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },

    find: (scope: UserScope, reissueId: string): Promise<HistoryRow | undefined> => {
      const found = selectRow(from()).where('reissues.reissue_id', '=', reissueId)
      return (
        scope === 'all-members' ? found : found.where('reissues.member_id', '=', scope.memberId)
      ).executeTakeFirst()
    },
  }
}

function applyFilter(
  query: From,
  { scope, since, until, memberId, query: typed, state }: HistoryFilter,
  at: Date,
): From {
  let found = query
  if (scope !== 'all-members') found = found.where('reissues.member_id', '=', scope.memberId)
  if (since) found = found.where('reissues.issued_at', '>=', since)
  if (until) found = found.where('reissues.issued_at', '<=', until)
  // strpos and not LIKE: every character means itself.
  if (memberId !== undefined)
    found = found.where(sql<boolean>`strpos(members.member_id_key, search_key(${memberId})) > 0`)
  for (const word of splitSearchWords(typed ?? '')) {
    const key = sql`search_key(${word})`
    found = found.where(
      sql<boolean>`(strpos(users.login_id_key, ${key}) > 0 or strpos(users.user_name_key, ${key}) > 0)`,
    )
  }
  return state === undefined ? found : found.where((eb) => isInState(eb, state, at))
}

/** The same as `deriveReissueState`, for the database. */
function isInState(eb: Expressions, state: ReissueState, at: Date) {
  if (state === 'used') return eb('reissues.used_at', 'is not', null)
  const unused = eb('reissues.used_at', 'is', null)
  if (state === 'superseded') return eb.and([unused, eb('reissues.superseded_at', 'is not', null)])
  const open = eb.and([unused, eb('reissues.superseded_at', 'is', null)])
  return eb.and([open, eb('reissues.expires_at', state === 'expired' ? '<' : '>=', at)])
}

const selectRow = (query: From) =>
  query.select([
    'reissues.reissue_id as reissueId',
    'reissues.user_id as userId',
    'users.login_id as loginId',
    'users.user_name as userName',
    'members.member_id as memberId',
    'members.member_name as memberName',
    'members.time_zone as timeZone',
    'reissues.issued_at as issuedAt',
    'reissues.expires_at as expiresAt',
    'issuer.user_id as issuerUserId',
    'issuer.login_id as issuerLoginId',
    'issuer.user_name as issuerUserName',
    'reissues.origin',
    'reissues.verification_id as verificationId',
    'reissues.note',
    'reissues.used_at as usedAt',
    'reissues.superseded_at as supersededAt',
  ])
