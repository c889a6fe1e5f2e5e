import { compareCodePoints } from './code-points.ts'
import type { IndexedUser, SortKey } from './indexed-user.ts'
import type { MemberTable } from './member-table.ts'
import { readText, textOf, type TextOf } from './text-store.ts'
import { countUsersBefore, type UserBase } from './user-base.ts'

/** More than there can be users: one number holds a member’s place and the user’s within it, exactly. */
const userSpan = 2 ** 22

/** The users of a base in one order; a place is a number that grows with it. */
export interface UserOrder {
  placeOf(user: number): number
  userAt(place: number): number
  /** Where somebody would stand who is not in the base: between two places. */
  placeBetween(user: IndexedUser): number
  /** Visits the users from after (backwards: from before) a place on until it is told to stop. */
  visit(after: number | undefined, isBackwards: boolean, visitUser: (user: number) => boolean): void
}

export function orderUsers(base: UserBase, members: MemberTable, key: SortKey): UserOrder {
  const orders = {
    userId: () => orderByNumber(base),
    loginId: () => orderByText(base, textOf.loginIdKey, base.byLogin, base.loginRanks, ({ loginIdKey }) => loginIdKey),
    userName: () =>
      orderByText(base, textOf.userNameKey, base.byName, base.nameRanks, ({ userNameKey }) => userNameKey),
    memberId: () => orderByMember(base, members, members.byId, members.rankById),
    memberName: () => orderByMember(base, members, members.byName, members.rankByName),
  } satisfies Record<SortKey, () => UserOrder>
  return orders[key]()
}

const orderByNumber = ({ texts }: UserBase): UserOrder => ({
  placeOf: (user) => user,
  userAt: (place) => place,
  placeBetween: ({ userId }) => countUsersBefore(texts, userId) - 0.5,
  visit: (after, isBackwards, visitUser) => visitPlaces(texts.users, after, isBackwards, visitUser),
})

function orderByText(
  { texts }: UserBase,
  text: TextOf,
  order: Uint32Array,
  ranks: Uint32Array,
  keyOf: (user: IndexedUser) => string,
): UserOrder {
  return {
    placeOf: (user) => ranks[user] ?? 0,
    userAt: (place) => order[place] ?? 0,
    placeBetween(user) {
      const key = keyOf(user)
      let [low, high] = [0, texts.users]
      while (low < high) {
        const middle = (low + high) >>> 1
        const other = order[middle] ?? 0
        const difference =
          compareCodePoints(readText(texts, other, text), key) ||
          compareCodePoints(readText(texts, other, textOf.userId), user.userId)
        if (difference < 0) low = middle + 1
        else high = middle
      }
      return low - 0.5
    },
    visit: (after, isBackwards, visitUser) =>
      visitPlaces(texts.users, after, isBackwards, (place) => visitUser(order[place] ?? 0)),
  }
}

function orderByMember(
  { texts, memberOf, byMember, memberStarts }: UserBase,
  members: MemberTable,
  order: Uint32Array,
  ranks: Uint32Array,
): UserOrder {
  // A member that is newer than the base has no users in it.
  const usersOf = (member: number): Uint32Array => byMember.subarray(memberStarts[member], memberStarts[member + 1])
  const none = new Uint32Array()
  return {
    placeOf: (user) => (ranks[memberOf[user] ?? 0] ?? 0) * userSpan + user,
    userAt: (place) => place % userSpan,
    placeBetween: ({ memberId, userId }) =>
      (ranks[members.numberOf(memberId) ?? 0] ?? 0) * userSpan + countUsersBefore(texts, userId) - 0.5,
    visit(after, isBackwards, visitUser) {
      const step = isBackwards ? -1 : 1
      // A place just before a member’s first user is rounded to that member.
      const from = after === undefined ? (isBackwards ? order.length - 1 : 0) : Math.floor((after + 0.5) / userSpan)
      for (let rank = from; rank >= 0 && rank < order.length; rank += step) {
        const member = order[rank] ?? 0
        const users = member < memberStarts.length - 1 ? usersOf(member) : none
        const bound = after !== undefined && rank === from ? after - rank * userSpan : isBackwards ? userSpan : -1
        const start = isBackwards ? countBelow(users, bound) - 1 : countBelow(users, Math.floor(bound) + 1)
        for (let place = start; place >= 0 && place < users.length; place += step)
          if (!visitUser(users[place] ?? 0)) return
      }
    },
  }
}

/** How many of the ascending numbers are below a bound. */
function countBelow(numbers: Uint32Array, bound: number): number {
  let [low, high] = [0, numbers.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((numbers[middle] ?? 0) < bound) low = middle + 1
    else high = middle
  }
  return low
}

function visitPlaces(
  users: number,
  after: number | undefined,
  isBackwards: boolean,
  visit: (place: number) => boolean,
): void {
  if (isBackwards) {
    for (let place = after === undefined ? users - 1 : Math.ceil(after) - 1; place >= 0; place -= 1)
      if (!visit(place)) return
    return
  }
  for (let place = after === undefined ? 0 : Math.floor(after) + 1; place < users; place += 1) if (!visit(place)) return
}
