import type { Kysely } from 'kysely'
import type { PasswordState, UserSort, UserState } from '../../../src-shared/api/users.ts'
import type { Role } from '../../../src-shared/domain/roles.ts'
import type { Tables } from '../../database/tables.ts'
import { selectPage, selectTotal } from './user-search-query.ts'

export interface UserSearchConditions {
  readonly userId?: string
  readonly loginId?: string
  readonly userName?: string
  readonly memberId?: string
  readonly memberName?: string
  readonly state?: UserState
}

/** Where a page ends: the sort key of its last row (opaque text) and that row's user ID, which breaks ties. */
export interface UserSearchPosition {
  readonly value: string
  readonly userId: string
}

export interface UserSearch {
  readonly scope: { readonly memberId: string } | 'all-members'
  readonly conditions: UserSearchConditions
  readonly sort: UserSort
  readonly after?: UserSearchPosition
  readonly limit: number
  /** The instant at which a temporary password counts as expired or not. */
  readonly at: Date
}

export interface FoundUser {
  readonly userId: string
  readonly loginId: string
  readonly userName: string
  readonly role: Role
  readonly memberId: string
  readonly memberName: string
  readonly state: UserState
  readonly passwordState: PasswordState
}

export interface UserSearchPage {
  readonly items: readonly FoundUser[]
  /** How many users match in all, exactly. */
  readonly total: number
  /** Null when this page is the last one. */
  readonly next: UserSearchPosition | null
}

export interface UserSearchRepository {
  searchUsers(query: UserSearch): Promise<UserSearchPage>
}

/**
 * Partial match without regard to case, width, kana and variant characters; all words of a condition and all conditions
 * must match; `%`, `_` and `\\` mean themselves (U1, U2, U5). Pages by the last row seen, never by OFFSET.
 */
export function createUserSearchRepository(db: Kysely<Tables>): UserSearchRepository {
  return {
    async searchUsers(query) {
      const { rows } = await selectPage(query).execute(db)
      const page = rows.slice(0, query.limit)
      const last = rows.length > query.limit ? page.at(-1) : undefined
      return {
        items: page.map(({ total: _total, sortKeys: _sortKeys, ...user }) => user),
        total: rows[0]?.total ?? (query.after ? await countUsers(db, query) : 0),
        next: last ? { value: JSON.stringify(last.sortKeys), userId: last.userId } : null,
      }
    },
  }
}

/** For a page after the last one, which has no row to tell the total. */
async function countUsers(db: Kysely<Tables>, query: UserSearch): Promise<number> {
  const { rows } = await selectTotal(query).execute(db)
  return rows[0]?.total ?? 0
}
