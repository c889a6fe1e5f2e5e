import type { ExpressionBuilder, RawBuilder, SelectQueryBuilder } from 'kysely'
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
  /** Words that must all be found in the member’s ID or name. */
  readonly member?: string | undefined
  /** Words that must all be found in the login ID or the name of who reissued. */
  readonly issuedBy?: string | undefined
  /** Words that must all be found in the login ID or the user name. */
  readonly query?: string | undefined
  readonly state?: ReissueState | undefined
}

/** Entries alone: what must match of users and members is asked for beside them, so that nothing is joined to be counted. */
export type Entries = SelectQueryBuilder<Tables, 'reissues', unknown>
type Expressions = ExpressionBuilder<Tables, 'reissues'>

/** Whether few entries may be left, so that walking from the newest on would not soon come upon enough of them. */
export const isNarrowed = ({ memberId, member, issuedBy, query }: HistoryFilter): boolean =>
  [memberId, member, issuedBy, query].some((condition) => condition !== undefined)

/** Whether nothing but the scope says which entries. */
export const isWhole = ({ scope: _scope, ...conditions }: HistoryFilter): boolean =>
  Object.values(conditions).every((condition) => condition === undefined)

/** Of the entries those that the scope holds and all conditions find. `at` decides which have run out. */
export function narrowEntries(entries: Entries, filter: HistoryFilter, at: Date): Entries {
  const { scope, since, until, state } = filter
  let found = entries
  if (scope !== 'all-members') found = found.where('reissues.member_id', '=', scope.memberId)
  if (since) found = found.where('reissues.issued_at', '>=', since)
  if (until) found = found.where('reissues.issued_at', '<=', until)
  for (const condition of readWordConditions(filter)) found = found.where(condition)
  return state === undefined ? found : found.where((eb) => isInState(eb, state, at))
}

function readWordConditions({ memberId, member, issuedBy, query }: HistoryFilter): RawBuilder<boolean>[] {
  const memberWords = splitSearchWords(member ?? '')
  const issuerWords = splitSearchWords(issuedBy ?? '')
  const userWords = splitSearchWords(query ?? '')
  return [
    ...(memberId === undefined ? [] : [isOfMembers(contains('m.member_id_key', memberId))]),
    ...(memberWords.length === 0
      ? []
      : [isOfMembers(containsAll(['m.member_id_key', 'm.member_name_key'], memberWords))]),
    ...(issuerWords.length === 0
      ? []
      : [hasUser('reissues.issued_by_member_id', 'reissues.issued_by_user_id', issuerWords)]),
    ...(userWords.length === 0 ? [] : [hasUser('reissues.member_id', 'reissues.user_id', userWords)]),
  ]
}

/** strpos and not LIKE: every character means itself. */
const contains = (column: string, text: string): RawBuilder<boolean> =>
  sql<boolean>`strpos(${sql.ref(column)}, search_key(${text})) > 0`

/** Each word in one of the two columns. */
const containsAll = (columns: readonly [string, string], words: readonly string[]): RawBuilder<boolean> => {
  const [one, other] = columns
  return sql<boolean>`${sql.join(
    words.map((word) => sql`(${contains(one, word)} or ${contains(other, word)})`),
    sql` and `,
  )}`
}

const isOfMembers = (condition: RawBuilder<boolean>): RawBuilder<boolean> =>
  sql<boolean>`reissues.member_id in (select m.member_id from members m where ${condition})`

const hasUser = (memberColumn: string, userColumn: string, words: readonly string[]): RawBuilder<boolean> =>
  sql<boolean>`exists (select from users u where u.member_id = ${sql.ref(memberColumn)}
    and u.user_id = ${sql.ref(userColumn)} and ${containsAll(['u.login_id_key', 'u.user_name_key'], words)})`

/** The same as `deriveReissueState`, for the database. */
export function isInState(eb: Expressions, state: ReissueState, at: Date) {
  if (state === 'used') return eb('reissues.used_at', 'is not', null)
  const unused = eb('reissues.used_at', 'is', null)
  if (state === 'superseded') return eb.and([unused, eb('reissues.superseded_at', 'is not', null)])
  const open = eb.and([unused, eb('reissues.superseded_at', 'is', null)])
  return eb.and([open, eb('reissues.expires_at', state === 'expired' ? '<' : '>=', at)])
}
