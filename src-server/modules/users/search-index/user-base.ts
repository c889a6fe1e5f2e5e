import { hasBit, setBit, wordsFor, type Bits } from './bits.ts'
import { buildGramSegment, type GramSegmentOptions } from './build-gram-segment.ts'
import { compareCodePoints } from './code-points.ts'
import type { GramSegment } from './gram-segment.ts'
import type { IndexedUser } from './indexed-user.ts'
import type { MemberTable } from './member-table.ts'
import type { Sliced } from './slices.ts'
import { sortUsers } from './sort-users.ts'
import { createTextDraft, readText, textOf, type TextStore } from './text-store.ts'

/**
 * Everybody as of one reading, numbered in the order of their user IDs; it never changes. Typed arrays throughout: an object for
 * each of a million users would be half a gigabyte, and work for the collector of garbage with every search.
 */
export interface UserBase {
  readonly texts: TextStore
  readonly segments: readonly GramSegment[]
  readonly disabled: Bits
  /** The member’s number of each user. */
  readonly memberOf: Uint32Array
  /** The users of one member after those of another, and where those of each begin. */
  readonly byMember: Uint32Array
  readonly memberStarts: Uint32Array
  /** In the order of login IDs, and of names; and the place of each user in it. */
  readonly byLogin: Uint32Array
  readonly loginRanks: Uint32Array
  readonly byName: Uint32Array
  readonly nameRanks: Uint32Array
  readonly bytes: number
}

export interface UserDraftOptions extends GramSegmentOptions {
  /** Of two, how many users share a segment; default and most 16, so that their numbers within it fit into 16 bits, least 5. */
  readonly shift?: number
}

/** Takes the users one after the other as the database orders their IDs. */
export interface UserDraft {
  /** Throws when the IDs are not in the order of code points: the database’s order is another one. */
  add(user: IndexedUser): void
  /** `members` must know the member of every user. */
  finish(members: MemberTable): Sliced<UserBase>
}

export function createUserDraft({ shift = 16, ...options }: UserDraftOptions = {}): UserDraft {
  const draft = createTextDraft(shift)
  const draftNumbers = new Map<string, number>()
  const memberIds: string[] = []
  const disabledUsers: number[] = []
  let memberOf = new Uint32Array(4096)
  let count = 0
  let lastUserId = ''

  return {
    add({ memberId, userId, userIdKey, loginIdKey, userNameKey, state }) {
      if (count > 0 && compareCodePoints(lastUserId, userId) >= 0)
        throw new RangeError('the database does not order user IDs by code points')
      lastUserId = userId
      let number = draftNumbers.get(memberId)
      if (number === undefined) {
        number = memberIds.push(memberId) - 1
        draftNumbers.set(memberId, number)
      }
      if (state === 'disabled') disabledUsers.push(count)
      if (count === memberOf.length) memberOf = new Uint32Array(memberOf.buffer.transfer(count * 8))
      memberOf[count] = number
      count += 1
      draft.add([userId, userIdKey, loginIdKey, userNameKey])
    },
    *finish(members) {
      const numbers = memberIds.map((memberId) => {
        const number = members.numberOf(memberId)
        if (number === undefined) throw new RangeError('a user of a member that is not there')
        return number
      })
      const known = memberOf.slice(0, count)
      yield
      for (let user = 0; user < count; user += 1) {
        if (user % usersBetweenYields === 0) yield
        known[user] = numbers[known[user] ?? 0] ?? 0
      }
      const disabled = new Uint32Array(wordsFor(count))
      for (const user of disabledUsers) setBit(disabled, user)
      yield
      return yield* buildUserBase(draft.finish(), known, disabled, members.members.length, options)
    },
  }
}

const usersBetweenYields = 16_384

function* buildUserBase(
  texts: TextStore,
  memberOf: Uint32Array,
  disabled: Bits,
  memberCount: number,
  options: GramSegmentOptions,
): Sliced<UserBase> {
  const segments: GramSegment[] = []
  for (const [number, page] of texts.pages.entries())
    segments.push(yield* buildGramSegment(page, number * 2 ** texts.shift, options))
  const byLogin = yield* sortUsers(texts, textOf.loginIdKey)
  const byName = yield* sortUsers(texts, textOf.userNameKey)
  const loginRanks = yield* rankUsers(byLogin)
  const nameRanks = yield* rankUsers(byName)
  const grouped = yield* groupByMember(memberOf, memberCount)
  const base = { texts, segments, disabled, memberOf, ...grouped, byLogin, loginRanks, byName, nameRanks }
  return { ...base, bytes: countBytes(base) }
}

function* rankUsers(order: Uint32Array): Sliced<Uint32Array> {
  const ranks = new Uint32Array(order.length)
  for (let place = 0; place < order.length; place += 1) {
    if (place % usersBetweenYields === 0) yield
    ranks[order[place] ?? 0] = place
  }
  return ranks
}

function* groupByMember(memberOf: Uint32Array, members: number): Sliced<Pick<UserBase, 'byMember' | 'memberStarts'>> {
  const memberStarts = new Uint32Array(members + 1)
  for (let user = 0; user < memberOf.length; user += 1) {
    if (user % usersBetweenYields === 0) yield
    const member = memberOf[user] ?? 0
    memberStarts[member + 1] = (memberStarts[member + 1] ?? 0) + 1
  }
  for (let member = 0; member < members; member += 1)
    memberStarts[member + 1] = (memberStarts[member + 1] ?? 0) + (memberStarts[member] ?? 0)
  const next = memberStarts.slice()
  const byMember = new Uint32Array(memberOf.length)
  for (let user = 0; user < memberOf.length; user += 1) {
    if (user % usersBetweenYields === 0) yield
    const member = memberOf[user] ?? 0
    const place = next[member] ?? 0
    byMember[place] = user
    next[member] = place + 1
  }
  return { byMember, memberStarts }
}

function countBytes({ texts, segments, ...columns }: Omit<UserBase, 'bytes'>): number {
  const sets = segments.flatMap(({ dense, longerSets }) => [...dense.values(), ...longerSets])
  const arrays = [
    ...texts.pages.flatMap(({ units, starts }) => [units, starts]),
    ...Object.values(columns),
    ...segments.flatMap(({ keys, starts, lists }) => [keys, starts, lists]),
    ...sets.map((set) => ('bits' in set ? set.bits : set.list)),
  ]
  const entries = segments.reduce((count, { longer, continued }) => count + longer.size + continued.size, 0)
  // A Map of numbers takes some 40 bytes for an entry.
  return arrays.reduce((bytes, { byteLength }) => bytes + byteLength, entries * 40)
}

/** The user’s number, or -1. */
export function findUser({ texts }: UserBase, userId: string): number {
  const place = countUsersBefore(texts, userId)
  return place < texts.users && readText(texts, place, textOf.userId) === userId ? place : -1
}

/** How many users have a lower ID. */
export function countUsersBefore(texts: TextStore, userId: string): number {
  let [low, high] = [0, texts.users]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareCodePoints(readText(texts, middle, textOf.userId), userId) < 0) low = middle + 1
    else high = middle
  }
  return low
}

export function readUser({ texts, memberOf, disabled }: UserBase, members: MemberTable, user: number): IndexedUser {
  return {
    memberId: members.members[memberOf[user] ?? 0]?.memberId ?? '',
    userId: readText(texts, user, textOf.userId),
    userIdKey: readText(texts, user, textOf.userIdKey),
    loginIdKey: readText(texts, user, textOf.loginIdKey),
    userNameKey: readText(texts, user, textOf.userNameKey),
    state: hasBit(disabled, user) ? 'disabled' : 'active',
  }
}
