import { countBits, fillBits, hasBit, keepCommon, listBits, removeAll, setBit, wordsFor, type Bits } from './bits.ts'
import { addUsersWith } from './gram-segment.ts'
import { isMemberFound, type IndexQuery, type SearchedWord } from './index-query.ts'
import type { MemberTable } from './member-table.ts'
import { holdsWord, toUnits } from './text-store.ts'
import type { UserBase } from './user-base.ts'
import type { UserOrder } from './user-order.ts'

export interface BaseHits {
  readonly count: number
  /** The first so many after a place. */
  take(order: UserOrder, page: PagePlace): readonly number[]
}

export interface PagePlace {
  readonly after: number | undefined
  readonly isDescending: boolean
  readonly users: number
}

/** So few users of the members in question are looked at one by one: a search within one member costs what the member has. */
const defaultFewUsers = 4096

/** Who matches, but for those in `hidden`. */
export function findInBase(
  base: UserBase,
  members: MemberTable,
  query: IndexQuery,
  hidden: Bits | undefined,
  fewUsers = defaultFewUsers,
): BaseHits {
  const chosen = chooseMembers(base, members, query)
  if (chosen && chosen.users <= fewUsers) return listHits(findAmong(base, query, chosen, hidden))
  const found = findByWords(base, query.words) ?? everybody(base)
  if (chosen && chosen.users < base.texts.users) keepCommon(found, usersOfMembers(base, chosen.members))
  if (query.state === 'active') removeAll(found, base.disabled)
  if (query.state === 'disabled') keepCommon(found, base.disabled)
  if (hidden) removeAll(found, hidden)
  return bitHits(found)
}

interface ChosenMembers {
  readonly members: readonly number[]
  readonly users: number
}

/** Undefined when the query says nothing about members. */
function chooseMembers({ memberStarts }: UserBase, table: MemberTable, query: IndexQuery): ChosenMembers | undefined {
  const { scopeMemberId, memberIdWords, memberNameWords } = query
  const scoped = scopeMemberId === undefined ? undefined : table.numberOf(scopeMemberId)
  if (scopeMemberId === undefined && memberIdWords.length + memberNameWords.length === 0) return undefined
  const members: number[] = []
  let users = 0
  const known = memberStarts.length - 1
  const choose = (number: number): void => {
    const member = table.members[number]
    if (number >= known || !member || !isMemberFound(query, member)) return
    members.push(number)
    users += (memberStarts[number + 1] ?? 0) - (memberStarts[number] ?? 0)
  }
  if (scopeMemberId === undefined) for (let number = 0; number < known; number += 1) choose(number)
  else if (scoped !== undefined) choose(scoped)
  return { members, users }
}

function findAmong(
  { texts, disabled, byMember, memberStarts }: UserBase,
  { words, state }: IndexQuery,
  { members, users }: ChosenMembers,
  hidden: Bits | undefined,
): Uint32Array {
  const searched = words.map(({ text, word }) => ({ text, units: toUnits(word) }))
  const found = new Uint32Array(users)
  let count = 0
  for (const member of members) {
    for (const user of byMember.subarray(memberStarts[member], memberStarts[member + 1])) {
      if (state !== undefined && hasBit(disabled, user) !== (state === 'disabled')) continue
      if (hidden && hasBit(hidden, user)) continue
      if (!searched.every(({ text, units }) => holdsWord(texts, text, user, units))) continue
      found[count] = user
      count += 1
    }
  }
  return found.subarray(0, count)
}

/** Undefined without words. */
function findByWords({ texts, segments }: UserBase, words: readonly SearchedWord[]): Bits | undefined {
  let found: Bits | undefined
  // The longest word is likely to be the rarest; the others are looked for among its users alone.
  for (const { text, word } of words.toSorted((left, right) => right.word.length - left.word.length)) {
    const units = toUnits(word)
    const having = new Uint32Array(wordsFor(texts.users))
    for (const segment of segments) addUsersWith(segment, texts, text, units, having, found)
    if (found) keepCommon(having, found)
    found = having
  }
  return found
}

function everybody({ texts }: UserBase): Bits {
  const bits = new Uint32Array(wordsFor(texts.users))
  fillBits(bits, texts.users)
  return bits
}

function usersOfMembers({ texts, byMember, memberStarts }: UserBase, members: readonly number[]): Bits {
  const bits = new Uint32Array(wordsFor(texts.users))
  for (const member of members) {
    const end = memberStarts[member + 1] ?? 0
    for (let place = memberStarts[member] ?? 0; place < end; place += 1) setBit(bits, byMember[place] ?? 0)
  }
  return bits
}

const listHits = (found: Uint32Array): BaseHits => ({
  count: found.length,
  take: (order, page) => takeFirst(found, order, page),
})

function bitHits(found: Bits): BaseHits {
  const count = countBits(found)
  return {
    count,
    take(order, page) {
      // Many hits fill a page within a few steps in its order. Where they all stand at the other end, or are few, they are
      // looked at themselves, after no more steps than that takes.
      const taken: number[] = []
      let steps = 0
      order.visit(page.after, page.isDescending, (user) => {
        if (hasBit(found, user)) taken.push(user)
        steps += 1
        return taken.length < page.users && steps <= count
      })
      return taken.length < page.users && steps > count ? takeFirst(listBits(found, count), order, page) : taken
    },
  }
}

/** Keeps the best so far in order; nearly all of many hits are done with after one comparison. */
function takeFirst(found: Uint32Array, order: UserOrder, { after, isDescending, users }: PagePlace): readonly number[] {
  const sign = isDescending ? -1 : 1
  const start = after === undefined ? -Infinity : sign * after
  const best: number[] = []
  // From the end that comes first, since many orders are much alike: otherwise each user is better than all before.
  for (let at = 0; at < found.length; at += 1) {
    const place = sign * order.placeOf(found[isDescending ? found.length - 1 - at : at] ?? 0)
    if (place <= start) continue
    const worst = best[users - 1]
    if (worst !== undefined && place >= worst) continue
    let rank = best.length
    while (rank > 0 && (best[rank - 1] ?? 0) > place) rank -= 1
    best.splice(rank, 0, place)
    if (best.length > users) best.pop()
  }
  return best.map((place) => order.userAt(sign * place))
}
