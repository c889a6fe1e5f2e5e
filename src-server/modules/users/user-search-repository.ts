import type { Kysely } from 'kysely'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { Tables } from '../../database/tables.ts'
import type { UserSearch, UserSearchPage } from './user-search.ts'
import { selectPage, selectSortKeys, selectTotal, selectUsers } from './user-search-query.ts'

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
      const { rows: found } = await selectPage(query, await findPlace(db, query)).execute(db)
      const page = found.slice(0, query.limit)
      const last = found.length > query.limit ? page.at(-1) : undefined
      return {
        items: page.length === 0 ? [] : (await selectUsers(page, query.at).execute(shown)).rows,
        total: found[0]?.total ?? (query.after ? await countUsers(db, query) : 0),
        next: last ? { memberId: last.memberId, userId: last.userId } : null,
      }
    },
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
