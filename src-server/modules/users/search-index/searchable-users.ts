import type { UserSearchPosition } from '../user-search.ts'
import { setBit, wordsFor } from './bits.ts'
import { compareCodePoints } from './code-points.ts'
import { findInBase } from './find-in-base.ts'
import { isMemberFound, isUserFound, type IndexQuery } from './index-query.ts'
import type { IndexedMember, IndexedUser, SortKey } from './indexed-user.ts'
import type { MemberTable } from './member-table.ts'
import { readText, textOf } from './text-store.ts'
import { findUser, readUser, type UserBase } from './user-base.ts'
import { orderUsers } from './user-order.ts'

export interface FoundUser extends UserSearchPosition {
  readonly memberName: string
}

export interface FoundPage {
  readonly users: readonly FoundUser[]
  readonly total: number
  readonly next: UserSearchPosition | null
}

/** Everybody as of some point: the base, and over it whoever has changed since. */
export interface SearchableUsers {
  readonly base: UserBase
  /** Undefined when the user to go on from is not there. */
  search(query: IndexQuery): FoundPage | undefined
  apply(users: readonly IndexedUser[], members: readonly IndexedMember[]): void
  countChanged(): number
}

/** `fewUsers`: of so few members’ users each is looked at; tests need no thousands then. */
export function createSearchableUsers(base: UserBase, readMembers: MemberTable, fewUsers?: number): SearchableUsers {
  let members = readMembers
  // Few, and looked at one by one with every search; what the base knows of them is out of date.
  const changed = new Map<string, IndexedUser>()
  const hidden = new Uint32Array(wordsFor(base.texts.users))

  const findAfter = ({ memberId, userId }: UserSearchPosition): { user: IndexedUser; number?: number } | undefined => {
    const known = changed.get(userId)
    if (known) return known.memberId === memberId ? { user: known } : undefined
    const number = findUser(base, userId)
    const user = number < 0 ? undefined : readUser(base, members, number)
    return user && user.memberId === memberId ? { user, number } : undefined
  }

  return {
    base,
    search(query) {
      const { sort, limit } = query
      const after = query.after === undefined ? undefined : findAfter(query.after)
      if (query.after && !after) return undefined
      const order = orderUsers(base, members, sort.key)
      const hits = findInBase(base, members, query, changed.size > 0 ? hidden : undefined, fewUsers)
      const afterPlace =
        after && (after.number === undefined ? order.placeBetween(after.user) : order.placeOf(after.number))
      const page = { after: afterPlace, isDescending: sort.isDescending, users: limit + 1 }
      const known = hits.take(order, page)
      const over = findChanged(changed, members, query, after?.user)
      const users = mergePages(
        known.map((user) => ({ place: order.placeOf(user), read: () => readFound(base, members, user) })),
        over.page.map((user) => ({
          place: order.placeBetween(user),
          read: () => nameFound(members, members.numberOf(user.memberId), user.userId),
        })),
        page,
      )
      const shown = users.slice(0, limit)
      const last = users.length > limit ? shown.at(-1) : undefined
      return {
        users: shown,
        total: hits.count + over.total,
        next: last ? { memberId: last.memberId, userId: last.userId } : null,
      }
    },
    apply(users, changedMembers) {
      if (changedMembers.length > 0) members = members.with(changedMembers)
      for (const user of users) {
        const number = changed.has(user.userId) ? -1 : findUser(base, user.userId)
        if (number >= 0) setBit(hidden, number)
        changed.set(user.userId, user)
      }
    },
    countChanged: () => changed.size,
  }
}

const readFound = ({ texts, memberOf }: UserBase, members: MemberTable, user: number): FoundUser =>
  nameFound(members, memberOf[user], readText(texts, user, textOf.userId))

function nameFound({ members }: MemberTable, number: number | undefined, userId: string): FoundUser {
  const { memberId = '', memberName = '' } = members[number ?? -1] ?? {}
  return { memberId, userId, memberName }
}

/** Those of the changed users who match, and of them the page’s in order. */
function findChanged(
  changed: ReadonlyMap<string, IndexedUser>,
  members: MemberTable,
  query: IndexQuery,
  after: IndexedUser | undefined,
): { readonly total: number; readonly page: readonly IndexedUser[] } {
  if (changed.size === 0) return { total: 0, page: [] }
  const all = [...changed.values()].filter((user) => {
    const member = members.members[members.numberOf(user.memberId) ?? -1]
    return isUserFound(query, user) && member !== undefined && isMemberFound(query, member)
  })
  const compare = compareBy(query.sort.key, members)
  const sign = query.sort.isDescending ? -1 : 1
  const page = all
    .filter((user) => !after || sign * compare(user, after) > 0)
    .sort((left, right) => sign * compare(left, right))
    .slice(0, query.limit + 1)
  return { total: all.length, page }
}

type Compare = (left: IndexedUser, right: IndexedUser) => number

function compareBy(key: SortKey, members: MemberTable): Compare {
  const rankOf = ({ memberId }: IndexedUser): number => members.rankByName[members.numberOf(memberId) ?? 0] ?? 0
  const first: Record<SortKey, Compare> = {
    userId: () => 0,
    loginId: (left, right) => compareCodePoints(left.loginIdKey, right.loginIdKey),
    userName: (left, right) => compareCodePoints(left.userNameKey, right.userNameKey),
    memberId: (left, right) => compareCodePoints(left.memberId, right.memberId),
    memberName: (left, right) => rankOf(left) - rankOf(right),
  }
  const compare = first[key]
  return (left, right) => compare(left, right) || compareCodePoints(left.userId, right.userId)
}

interface Placed {
  readonly place: number
  readonly read: () => FoundUser
}

function mergePages(
  known: readonly Placed[],
  over: readonly Placed[],
  { isDescending, users }: { readonly isDescending: boolean; readonly users: number },
): FoundUser[] {
  const sign = isDescending ? -1 : 1
  const merged: FoundUser[] = []
  let [left, right] = [0, 0]
  while (merged.length < users) {
    const [a, b] = [known[left], over[right]]
    const next = a && (!b || sign * a.place < sign * b.place) ? a : b
    if (!next) break
    if (next === a) left += 1
    else right += 1
    merged.push(next.read())
  }
  return merged
}
