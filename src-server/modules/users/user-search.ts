import type { UserSort, UserState, UserSummary } from '../../../src-shared/api/users.ts'

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

export interface UserSearchPage {
  readonly items: readonly UserSummary[]
  /** How many users match in all, exactly. */
  readonly total: number
  /** Null when this page is the last one. */
  readonly next: UserSearchPosition | null
}
