import type { UserSort, UserState } from '../../../../src-shared/api/users.ts'

/** What is found by of one user; the keys are folded by the database (U2). */
export interface IndexedUser {
  readonly memberId: string
  readonly userId: string
  readonly userIdKey: string
  readonly loginIdKey: string
  readonly userNameKey: string
  readonly state: UserState
}

export interface IndexedMember {
  readonly memberId: string
  /** As it is shown. */
  readonly memberName: string
  readonly memberIdKey: string
  readonly memberNameKey: string
}

export type SortKey = 'userId' | 'loginId' | 'userName' | 'memberId' | 'memberName'

export interface SortDirection {
  readonly key: SortKey
  readonly isDescending: boolean
}

const sortKeys: readonly SortKey[] = ['userId', 'loginId', 'userName', 'memberId', 'memberName']

export function readSortDirection(sort: UserSort): SortDirection {
  const isDescending = sort.startsWith('-')
  const name = isDescending ? sort.slice(1) : sort
  return { key: sortKeys.find((key) => key === name) ?? 'userId', isDescending }
}
