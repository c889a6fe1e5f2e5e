import { compareCodePoints } from './code-points.ts'
import type { IndexedMember } from './indexed-user.ts'

/** The members by a number each, which stays as long as the table. */
export interface MemberTable {
  readonly members: readonly IndexedMember[]
  numberOf(memberId: string): number | undefined
  /** The place of each member by ID and by name (then ID). */
  readonly rankById: Uint32Array
  readonly rankByName: Uint32Array
  /** The members’ numbers in those orders. */
  readonly byId: Uint32Array
  readonly byName: Uint32Array
  /** The table with members changed and added; the numbers of the others stay. */
  with(changed: readonly IndexedMember[]): MemberTable
}

export function createMemberTable(members: readonly IndexedMember[]): MemberTable {
  const numbers = new Map(members.map(({ memberId }, number) => [memberId, number]))
  const compareIds = (left: IndexedMember, right: IndexedMember): number =>
    compareCodePoints(left.memberId, right.memberId)
  const byId = sortNumbers(members, compareIds)
  const byName = sortNumbers(
    members,
    (left, right) => compareCodePoints(left.memberNameKey, right.memberNameKey) || compareIds(left, right),
  )
  return {
    members,
    numberOf: (memberId) => numbers.get(memberId),
    byId,
    byName,
    rankById: rank(byId),
    rankByName: rank(byName),
    with(changed) {
      const all = [...members]
      for (const member of changed) {
        const number = numbers.get(member.memberId)
        if (number === undefined) all.push(member)
        else all[number] = member
      }
      return createMemberTable(all)
    },
  }
}

function sortNumbers(
  members: readonly IndexedMember[],
  compare: (left: IndexedMember, right: IndexedMember) => number,
): Uint32Array {
  const sorted = members.map((member, number) => ({ member, number }))
  sorted.sort((left, right) => compare(left.member, right.member))
  return Uint32Array.from(sorted, ({ number }) => number)
}

function rank(order: Uint32Array): Uint32Array {
  const ranks = new Uint32Array(order.length)
  for (const [place, number] of order.entries()) ranks[number] = place
  return ranks
}
