import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import type { UserSort, UserSummary } from '../../../src-shared/api/users.ts'
import { splitSearchWords } from '../../../src-shared/domain/search-text.ts'
import { keepQuery } from '../../database/keep-query.ts'
import { keptPrepared } from '../../database/kept-statements.ts'
import type { IndexState } from './search-index/search-index-repository.ts'
import type { UserSearch, UserSearchPosition } from './user-search.ts'

export interface CountedUser extends UserSearchPosition {
  readonly total: number
}

/** What a list is ordered by before the user ID; names by their folded form, as they are searched. */
const sortColumns = {
  userId: [],
  loginId: ['u.login_id_key'],
  userName: ['u.user_name_key'],
  memberId: ['u.member_id'],
  // Members of the same name stay apart.
  memberName: ['m.member_name_key', 'u.member_id'],
} as const

/** Made once: that takes longer than the rest of the query. */
const sortKeySchema = z.enum(['userId', 'loginId', 'userName', 'memberId', 'memberName'])

/** The sort keys of one user, in the order of the columns. */
export function selectSortKeys(
  sort: UserSort,
  { memberId, userId }: UserSearchPosition,
): RawBuilder<{ sortKeys: readonly string[] }> {
  const keys = sql.raw(readSort(sort).columns.join(', '))
  return sql<{ sortKeys: readonly string[] }>`select array[${keys}]::text[] as "sortKeys"
    from users u join members m on m.member_id = u.member_id where u.member_id = ${memberId} and u.user_id = ${userId}`
}

/** Who is on one page, in order, and one user more to know whether there is a next one; each with the total. `place` is what the page comes after. */
export const selectPage = (query: UserSearch, place: readonly string[] | undefined): RawBuilder<CountedUser> =>
  sql<CountedUser>`with ${findPage(query, place)}
    select member_id as "memberId", user_id as "userId", total from page order by ${readSort(query.sort).order('page')}`

/** The same page with what is shown of everybody on it, for a connection that may see whatever it finds. */
export const selectShownPage = (
  query: UserSearch,
  place: readonly string[] | undefined,
): RawBuilder<UserSummary & { readonly total: number }> => sql<UserSummary & { readonly total: number }>`
  with ${findPage(query, place)}
  select shown.*, page.total from page cross join lateral (${selectShown(query.at)}) shown
  order by ${readSort(query.sort).order('page')}`

/** What is shown of these users, in their order; of those whom the connection may not see, nothing. */
export const selectUsers = (users: readonly UserSearchPosition[], at: Date): RawBuilder<UserSummary> =>
  sql<UserSummary>`select shown.*
    from unnest(${users.map(({ memberId }) => memberId)}::text[], ${users.map(({ userId }) => userId)}::text[])
      with ordinality as page(member_id, user_id, place)
    cross join lateral (${selectShown(at)}) shown
    order by page.place`

/** What is shown of a user that the index found but for the member’s name, and whether it knows all that the database does. */
export interface CheckedUser extends Omit<UserSummary, 'userId' | 'memberName'> {
  readonly indexState: IndexState
  /** Whether the words are folded already as the database folds. */
  readonly isFolded: boolean
  /** Null when nobody is shown: then this row is about the index alone. */
  readonly userId: string | null
}

export interface CheckedPage {
  readonly userIds: readonly string[]
  readonly at: Date
  readonly snapshot: string
  readonly started: string
  readonly words: readonly string[]
}

/**
 * The users of a page in no order, of whom the connection sees only its own, and the state of the index that found them, all
 * as of one instant. By keys alone, so it can be kept; in one scan of an index, which takes half the time of 50 look-ups.
 */
export const selectCheckedUsers = keepQuery<CheckedPage, CheckedUser>((db, value) =>
  sql<CheckedUser>`select checked.*, shown.*
    from (select search_index_state(${value('snapshot')}::pg_snapshot, ${value('started')}::text) as "indexState",
      (select coalesce(bool_and(search_key(word) = word), true) from unnest(${value('words')}::text[]) as asked (word))
        as "isFolded" offset 0) checked
    left join (select ${shownOfUser(value('at'))} from users u
      where u.user_id = any(${value('userIds')}::text[]) and ${isOfConnection}) shown on true ${keptPrepared}`.compile(
    db,
  ),
)

/** SECURITY: P16. Of another member an administrator may see the helpdesk’s names, in the history; not here. */
const isOfConnection = sql`u.member_id = coalesce(nullif(current_setting('saihakko.member_id', true), ''), u.member_id)`

/** The set found, and of it the page with the total. */
function findPage(query: UserSearch, place: readonly string[] | undefined): RawBuilder<unknown> {
  // A set that conditions narrow is fenced off: with ORDER BY … LIMIT in sight the planner likes to walk a sorted index
  // until enough rows match, which for a rare word is the whole table. Without conditions that walk is the right plan.
  const fence = sql.raw(isNarrowed(query) ? 'materialized' : 'not materialized')
  const { order } = readSort(query.sort)
  return sql`found as ${fence} (${selectMatching(query)}),
    page as materialized (select found.*, (select count(*)::int from found) as total from found
      ${afterPlace(query.sort, place)} order by ${order('found')} limit ${query.limit + 1})`
}

/** One user by the keys in `page`. `offset 0` keeps it a look-up: planned as a join, few users are read by reading all. */
const selectShown = (at: Date): RawBuilder<unknown> => sql`
  select ${shownOfUser(at)}, m.member_name as "memberName" from users u join members m on m.member_id = u.member_id
  where u.member_id = page.member_id and u.user_id = page.user_id offset 0`

const shownOfUser = (at: Date | RawBuilder<Date>): RawBuilder<unknown> => sql`
    u.user_id as "userId", u.login_id as "loginId", u.user_name as "userName", u.role, u.member_id as "memberId", u.state,
    coalesce(case when u.directory_password_state = 'temporary' and u.directory_password_expires_at < ${at}::timestamptz
      then 'expired' else u.directory_password_state end, (
      select case
        when c.kind = 'chosen' then 'active'
        when c.expires_at >= ${at}::timestamptz then 'temporary'
        else 'expired'
      end
      from credentials c where c.member_id = u.member_id and c.user_id = u.user_id), 'none') as "passwordState"`

export const selectTotal = (query: UserSearch): RawBuilder<{ total: number }> =>
  sql<{ total: number }>`select count(*)::int as total from (${selectMatching(query)}) found`

interface Sort {
  readonly columns: readonly string[]
  /** The columns under the names that they have in the set found. */
  readonly names: readonly string[]
  readonly isDescending: boolean
  order(table: string): RawBuilder<unknown>
}

function readSort(sort: UserSort): Sort {
  const isDescending = sort.startsWith('-')
  const columns = sortColumns[sortKeySchema.parse(sort.replace('-', ''))]
  const names = columns.map((_, index) => `sort_${index}`)
  // All in one direction, so that one comparison of rows finds the place to go on from.
  const order = (table: string): RawBuilder<unknown> =>
    sql.raw([...names, 'user_id'].map((name) => `${table}.${name} ${isDescending ? 'desc' : 'asc'}`).join(', '))
  return { columns, names, isDescending, order }
}

function afterPlace(sort: UserSort, place: readonly string[] | undefined): RawBuilder<unknown> {
  if (!place) return sql``
  const { names, isDescending } = readSort(sort)
  const values = sql.join(place.map((value) => sql`${value}::text`))
  return sql`where (${sql.raw([...names, 'user_id'].join(', '))}) ${sql.raw(isDescending ? '<' : '>')} (${values})`
}

function selectMatching(query: UserSearch): RawBuilder<unknown> {
  const { columns } = readSort(query.sort)
  const keys = sql.raw(columns.map((column, index) => `, ${column} as sort_${index}`).join(''))
  const members = sql.raw(query.sort.endsWith('memberName') ? 'join members m on m.member_id = u.member_id' : '')
  const conditions = readConditions(query)
  const where = conditions.length > 0 ? sql`where ${sql.join(conditions, sql` and `)}` : sql``
  return sql`select u.member_id, u.user_id${keys} from users u ${members} ${where}`
}

interface Word {
  readonly column: 'user_id_key' | 'login_id_key' | 'user_name_key'
  readonly word: string
}

function readWords({ conditions: { userId, loginId, userName } }: UserSearch): Word[] {
  const wordsOf = (column: Word['column'], condition = ''): Word[] =>
    splitSearchWords(condition).map((word) => ({ column, word }))
  return [...wordsOf('user_id_key', userId), ...wordsOf('login_id_key', loginId), ...wordsOf('user_name_key', userName)]
}

function readConditions(query: UserSearch): RawBuilder<unknown>[] {
  const { scope, conditions } = query
  const words = readWords(query)
  return [
    ...(scope === 'all-members' ? [] : [isOfMember(scope.memberId, words.length > 0)]),
    ...(words.length === 0 ? [] : [hasGrams(scope, words)]),
    ...words.map(({ column, word }) => sql`(${isOneGram(word)} or ${containsWord(`u.${column}`, word)})`),
    ...readMemberConditions(query),
    ...(conditions.state === undefined ? [] : [sql`u.state = ${conditions.state}`]),
  ]
}

function readMemberConditions({ conditions: { memberId = '', memberName = '' } }: UserSearch): RawBuilder<unknown>[] {
  const ids = splitSearchWords(memberId).map((word) => containsWord('member_id_key', word))
  const names = splitSearchWords(memberName).map((word) => containsWord('member_name_key', word))
  if (ids.length + names.length === 0) return []
  return [sql`u.member_id in (select member_id from members where ${sql.join([...ids, ...names], sql` and `)})`]
}

/** With words the search index finds the member too; any other index for it would leave the grams to be worked out. */
const isOfMember = (memberId: string, isInGrams: boolean): RawBuilder<unknown> =>
  isInGrams ? sql`u.member_id || '' = ${memberId}` : sql`u.member_id = ${memberId}`

/** The letter that the search index gives to the grams of a field. */
const gramTags = { user_id_key: 'u', login_id_key: 'l', user_name_key: 'n' } as const

/**
 * What the index answers: all grams of all words are there, in this member. Whether in one piece, `containsWord` tells.
 * As a sub-select, so that the planner does not see them: of a word that most users have it would rather read all users, and
 * work the grams of each of them out, which takes a thousand times as long as `strpos`.
 */
function hasGrams(scope: UserSearch['scope'], words: readonly Word[]): RawBuilder<unknown> {
  const member = scope === 'all-members' ? [] : [sql`array['m' || ${scope.memberId}::text]`]
  const grams = words.map(({ column, word }) => selectTellingGrams(gramTags[column], word))
  return sql`user_search_grams(u.member_id, u.user_id_key, u.login_id_key, u.user_name_key)
    @> (select ${sql.join([...member, ...grams], sql` || `)})`
}

/**
 * The grams of a word, but for `00` where there are others: numbers are filled up with zeros, so that nearly everybody has
 * it, and reading its long list in the index costs more than it saves.
 */
function selectTellingGrams(tag: string, word: string): RawBuilder<string[]> {
  const grams = sql`search_word_grams(${tag}, search_key(${word}))`
  return sql<string[]>`coalesce(nullif(array_remove(${grams}, ${`${tag}00`}), '{}'), ${grams})`
}

/** One or two letters are a gram: what has it is found, and nothing is left to check. Known to the planner, which drops the check. */
const isOneGram = (word: string): RawBuilder<unknown> => sql`length(search_key(${word})) < 3`

/** `strpos` knows no wildcards, so nothing has to be escaped. */
const containsWord = (column: string, word: string): RawBuilder<unknown> =>
  sql`strpos(${sql.raw(column)}, search_key(${word})) > 0`

const isNarrowed = (query: UserSearch): boolean =>
  readWords(query).length > 0 || readMemberConditions(query).length > 0 || query.conditions.state !== undefined
