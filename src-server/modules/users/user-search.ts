import type { UserSort, UserState, UserSummary } from '../../../src-shared/api/users.ts'

export interface UserSearchConditions {
  readonly userId?: string
  readonly loginId?: string
  readonly userName?: string
  readonly memberId?: string
  readonly memberName?: string
  readonly state?: UserState
}

/**
 * The last user of a page. Without the sort key, which a name can make thousands of characters long: it is looked up again,
 * so that a user renamed meanwhile leads on from the new place.
 */
export interface UserSearchPosition {
  readonly memberId: string
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

export interface UserSearchPage {
  readonly items: readonly UserSummary[]
  /** How many users match in all, exactly. */
  readonly total: number
  /** Null when this page is the last one. */
  readonly next: UserSearchPosition | null
}
