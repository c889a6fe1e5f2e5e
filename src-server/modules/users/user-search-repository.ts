import type { Kysely } from 'kysely'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { Tables } from '../../database/tables.ts'
import type { UserSearch, UserSearchPage } from './user-search.ts'
import {
  selectPage,
  selectShownPage,
  selectSortKeys,
  selectTotal,
  selectUsers,
  type FoundUser,
} from './user-search-query.ts'

export interface UserSearchRepository {
  /**
   * Finds with the rights of the server, by the index, and shows with those of `shown`, the caller’s (P16).
   * Throws AppError `invalid_cursor` when the user to go on from is not there.
   */
  searchUsers(query: UserSearch, shown: Kysely<Tables>): Promise<UserSearchPage>
}

/**
 * Partial match without regard to case, width, kana and variant characters; all words of a condition and all conditions
 * must match; `%`, `_` and `\\` mean themselves (U1, U2, U5). Pages by the last row seen, never by OFFSET.
 */
export function createUserSearchRepository(db: Kysely<Tables>): UserSearchRepository {
  return {
    async searchUsers(query, shown) {
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

/** The page without the one user more, the total, and the last user when more follow. */
async function cutPage<Row extends FoundUser>(db: Kysely<Tables>, query: UserSearch, rows: readonly Row[]) {
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
