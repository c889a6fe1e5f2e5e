import { z } from 'zod'
import type { UserPage, UserSort, UserState } from '../../../src-shared/api/users.ts'
import type { ScopedDatabases } from '../../database/scoped-databases.ts'
import type { Caller } from '../../plugins/request-context.ts'
import type { CursorBinding, ListCursors } from '../../security/list-cursor.ts'
import { visibleTo } from './user-policy.ts'
import type { UserSearchRepository } from './user-search-repository.ts'

export interface UserSearchInput {
  readonly userId?: string | undefined
  readonly loginId?: string | undefined
  readonly userName?: string | undefined
  readonly memberId?: string | undefined
  readonly memberName?: string | undefined
  readonly state?: UserState | undefined
  readonly sort: UserSort
  readonly cursor?: string | undefined
  readonly limit: number
}

export interface UserSearchDependencies {
  readonly databases: ScopedDatabases
  readonly users: UserSearchRepository
  readonly cursors: ListCursors
  readonly clock: () => Date
}

export interface UserSearchService {
  /** A page of the users whom the caller may see; conditions narrow that and never widen it (P16). */
  searchUsers(caller: Caller, input: UserSearchInput): Promise<UserPage>
}

const positionSchema = z.strictObject({ memberId: z.string(), userId: z.string() })

export function createUserSearchService({
  databases,
  users,
  cursors,
  clock,
}: UserSearchDependencies): UserSearchService {
  return {
    async searchUsers(caller, { cursor, limit, sort, ...typed }) {
      const conditions = givenConditions(typed)
      const binding: CursorBinding = { callerId: caller.userId, list: 'users', query: [sort, conditions] }
      const after = cursor === undefined ? {} : { after: cursors.open(binding, cursor, positionSchema) }
      const query = { scope: visibleTo(caller), conditions, sort, limit, at: clock(), ...after }
      const page = await users.searchUsers(query, databases.of(caller))
      const { items, total, next } = page
      return { items: [...items], total, nextCursor: next === null ? null : cursors.seal(binding, next) }
    },
  }
}

type Conditions = Omit<UserSearchInput, 'cursor' | 'limit' | 'sort'>

/** Conditions in a fixed order and without those left out, so that one query always seals its cursors alike. */
function givenConditions({ userId, loginId, userName, memberId, memberName, state }: Conditions) {
  return {
    ...(userId === undefined ? {} : { userId }),
    ...(loginId === undefined ? {} : { loginId }),
    ...(userName === undefined ? {} : { userName }),
    ...(memberId === undefined ? {} : { memberId }),
    ...(memberName === undefined ? {} : { memberName }),
    ...(state === undefined ? {} : { state }),
  }
}
