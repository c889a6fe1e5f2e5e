import type { UserSort } from '../../../../src-shared/api/users.ts'
import { conditionFields, noConditions, type UserConditions } from '../../../lib/user-conditions.ts'

/** A search as it was sent. `turn` tells one pressing of 検索 from the next, so that each asks the server anew. */
export interface SubmittedSearch {
  readonly conditions: UserConditions
  readonly sort: UserSort
  readonly turn: number
}

export interface ListPosition {
  /** The search it belongs to; the position means nothing for another one. */
  readonly of: SubmittedSearch
  readonly scrollTop: number
  readonly activeIndex: number
}

/** What 戻る from the reissue screen finds again, and what survives the lock: what was typed, never what was read. */
export interface SearchMemory {
  readonly typed: UserConditions
  readonly submitted: SubmittedSearch | null
  readonly position: ListPosition | null
}

export const noSearch: SearchMemory = { typed: noConditions, submitted: null, position: null }

export const firstSort: UserSort = 'userId'

/** What the list is prepared for while nothing was searched for yet. */
export const notSubmitted: SubmittedSearch = { conditions: noConditions, sort: firstSort, turn: 0 }

/** 検索 was pressed: the typed conditions become the search. The order chosen before stays. */
export function submitSearch(memory: SearchMemory): SearchMemory & { readonly submitted: SubmittedSearch } {
  const sort = memory.submitted?.sort ?? firstSort
  const turn = (memory.submitted?.turn ?? 0) + 1
  return { ...memory, submitted: { conditions: memory.typed, sort, turn }, position: null }
}

export const sortFields = ['userId', 'loginId', 'userName', 'memberId', 'memberName'] as const
type SortField = (typeof sortFields)[number]

export const orderBy = (field: SortField, isDescending: boolean): UserSort => (isDescending ? `-${field}` : field)

export function readSort(sort: UserSort): { readonly field: SortField; readonly isDescending: boolean } {
  const field = sortFields.find((known) => sort.endsWith(known)) ?? 'userId'
  return { field, isDescending: sort.startsWith('-') }
}

/** A column's header was pressed: ascending first, then descending. */
export function toggleSort(search: SubmittedSearch, field: SortField): SubmittedSearch {
  return { ...search, sort: orderBy(field, search.sort === field) }
}

/** Whether it is one and the same search; after a lock, what is found again is no longer the same object. */
export const isSameSearch = (one: SubmittedSearch, other: SubmittedSearch): boolean =>
  one.turn === other.turn &&
  one.sort === other.sort &&
  conditionFields.every((field) => one.conditions[field] === other.conditions[field])
