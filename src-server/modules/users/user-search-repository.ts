import type { Kysely } from 'kysely'
import type { UserSummary } from '../../../src-shared/api/users.ts'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { Tables } from '../../database/tables.ts'
import type { FoundUser } from './search-index/searchable-users.ts'
import type { SearchIndex } from './search-index/search-index-service.ts'
import type { UserSearch, UserSearchPage } from './user-search.ts'
import {
  selectCheckedUsers,
  selectPage,
  selectShownPage,
  selectSortKeys,
  selectTotal,
  selectUsers,
  type CheckedUser,
  type CountedUser,
} from './user-search-query.ts'

export interface UserSearchRepository {
  /**
   * Finds with the rights of the server, by the index, and shows with those of `shown`, the caller’s (P16).
   * Throws AppError `invalid_cursor` when the user to go on from is not there.
   */
  searchUsers(query: UserSearch, shown: Kysely<Tables>): Promise<UserSearchPage>
}

/** So often the index is caught up with for one search; where changes keep coming, the database answers. */
const mostTries = 3

/**
 * Partial match without regard to case, width, kana and variant characters; all words of a condition and all conditions
 * must match; `%`, `_` and `\\` mean themselves (U1, U2, U5). Pages by the last row seen, never by OFFSET. By the index in
 * memory where there is one and it is up to date, and by the database’s otherwise: the same users, order and total.
 */
export function createUserSearchRepository(
  db: Kysely<Tables>,
  index?: Pick<SearchIndex, 'find' | 'catchUp' | 'discard'>,
): UserSearchRepository {
  return {
    async searchUsers(query, shown) {
      const indexed = index && (await searchByIndex(index, query, shown, shown === db))
      if (indexed) return indexed
      const place = await findPlace(db, query)
      // Whoever has the rights of the server itself gets everything with one statement.
      if (shown === db) {
        const { rows } = await selectShownPage(query, place).execute(db)
        const { page, total, next } = await cutPage(db, query, rows)
        return { items: page.map(({ total: _total, ...user }) => user), total, next }
      }
      const { rows } = await selectPage(query, place).execute(db)
      const { page, total, next } = await cutPage(db, query, rows)
      return { items: page.length === 0 ? [] : (await selectUsers(page, query.at).execute(shown)).rows, total, next }
    },
  }
}

/** Undefined when the index cannot tell. */
async function searchByIndex(
  index: Pick<SearchIndex, 'find' | 'catchUp' | 'discard'>,
  query: UserSearch,
  shown: Kysely<Tables>,
  seesAll: boolean,
): Promise<UserSearchPage | undefined> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const found = index.find(query)
    if (!found) return undefined
    const { users, total, next, reading, wordsToCheck } = found
    const rows = await selectCheckedUsers(shown, {
      userIds: users.map(({ userId }) => userId),
      at: query.at,
      words: wordsToCheck,
      ...reading,
    })
    const [first] = rows
    if (first?.indexState === 'current' && first.isFolded) {
      const items = arrangePage(users, rows)
      if (items.length === users.length) return { items, total, next }
      // SECURITY: P16. Somebody was found who is not there, or not for this caller.
      if (seesAll) index.discard()
      return undefined
    }
    if (first?.indexState === 'current' || !(await index.catchUp(reading))) return undefined
  }
  return undefined
}

/**
 * Those of the users found who are shown, in their order. Of the members’ names the index is as certain as of who is found: it
 * has just proved up to date, and a new name would have made it older.
 */
function arrangePage(users: readonly FoundUser[], rows: readonly CheckedUser[]): UserSummary[] {
  const shown = new Map(rows.map((row) => [row.userId, row]))
  return users.flatMap(({ memberId, userId, memberName }) => {
    const row = shown.get(userId)
    if (row?.memberId !== memberId) return []
    const { indexState: _state, isFolded: _isFolded, ...user } = row
    return [{ ...user, userId, memberName }]
  })
}

/** The page without the one user more, the total, and the last user when more follow. */
async function cutPage<Row extends CountedUser>(db: Kysely<Tables>, query: UserSearch, rows: readonly Row[]) {
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  return {
    page,
    total: rows[0]?.total ?? (query.after ? await countUsers(db, query) : 0),
    next: last ? { memberId: last.memberId, userId: last.userId } : null,
  }
}

/** The sort keys and the user ID to go on from; undefined for the first page. */
async function findPlace(db: Kysely<Tables>, { sort, after }: UserSearch): Promise<string[] | undefined> {
  if (!after) return undefined
  const { rows } = await selectSortKeys(sort, after).execute(db)
  if (!rows[0]) throw new AppError('invalid_cursor')
  return [...rows[0].sortKeys, after.userId]
}

/** For a page after the last one, which has no row to tell the total. */
async function countUsers(db: Kysely<Tables>, query: UserSearch): Promise<number> {
  const { rows } = await selectTotal(query).execute(db)
  return rows[0]?.total ?? 0
}
