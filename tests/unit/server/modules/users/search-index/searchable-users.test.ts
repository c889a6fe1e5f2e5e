import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareCodePoints } from '../../../../../../src-server/modules/users/search-index/code-points.ts'
import {
  isMemberFound,
  isUserFound,
  readIndexQuery,
  type IndexQuery,
} from '../../../../../../src-server/modules/users/search-index/index-query.ts'
import type {
  IndexedMember,
  IndexedUser,
} from '../../../../../../src-server/modules/users/search-index/indexed-user.ts'
import { createMemberTable } from '../../../../../../src-server/modules/users/search-index/member-table.ts'
import {
  createSearchableUsers,
  type FoundPage,
} from '../../../../../../src-server/modules/users/search-index/searchable-users.ts'
import { runAtOnce } from '../../../../../../src-server/modules/users/search-index/slices.ts'
import { createUserDraft } from '../../../../../../src-server/modules/users/search-index/user-base.ts'
import {
  anyId,
  anyName,
  anySearch,
  anyState,
  indexMember,
  indexUser,
} from '../../../../../support/search-index-fixtures.ts'

const memberIds = ['M-1', 'M-2', 'M-３', 'm-\uff5e', 'm-𠮷']

const anyUser = fc
  .record({
    number: fc.integer({ min: 1, max: 70 }),
    memberId: fc.constantFrom(...memberIds),
    loginId: anyId,
    userName: anyName,
    state: anyState,
  })
  .map(({ number, ...user }) => indexUser({ userId: `U-${String(number).padStart(4, '0')}`, ...user }))
const anyUsers = fc.uniqueArray(anyUser, {
  selector: ({ userId }) => userId,
  minLength: 10,
  maxLength: 64,
  size: 'max',
})
const anyMembers = fc.tuple(...memberIds.map((memberId) => anyName.map((name) => indexMember(memberId, name))))

/** Every way of finding is taken by a few users already. */
const small = { denseFrom: 3, shift: 5 }

function build(users: readonly IndexedUser[], members: readonly IndexedMember[]) {
  const draft = createUserDraft(small)
  for (const user of users.toSorted((left, right) => compareCodePoints(left.userId, right.userId))) draft.add(user)
  const table = createMemberTable(members)
  return createSearchableUsers(runAtOnce(draft.finish(table)), table, 4)
}

/** The whole search, one user after the other. */
function searchPlainly(users: readonly IndexedUser[], members: readonly IndexedMember[], query: IndexQuery): FoundPage {
  const memberOf = (memberId: string) => members.find((member) => member.memberId === memberId)
  const keysOf = (user: IndexedUser): string[] => {
    const keys = {
      userId: [],
      loginId: [user.loginIdKey],
      userName: [user.userNameKey],
      memberId: [user.memberId],
      memberName: [memberOf(user.memberId)?.memberNameKey ?? '', user.memberId],
    }[query.sort.key]
    return [...keys, user.userId]
  }
  const compare = (left: IndexedUser, right: IndexedUser): number => {
    const others = keysOf(right)
    const differences = keysOf(left).map((key, place) =>
      Buffer.compare(Buffer.from(key), Buffer.from(others[place] ?? '')),
    )
    return (query.sort.isDescending ? -1 : 1) * (differences.find((difference) => difference !== 0) ?? 0)
  }
  const found = users
    .filter((user) => {
      const member = memberOf(user.memberId)
      return member !== undefined && isMemberFound(query, member) && isUserFound(query, user)
    })
    .toSorted(compare)
  const after = users.find(({ userId }) => userId === query.after?.userId)
  const rest = found.filter((user) => !after || compare(user, after) > 0)
  const page = rest.slice(0, query.limit).map(({ memberId, userId }) => ({ memberId, userId }))
  return {
    users: page.map((user) => ({ ...user, memberName: memberOf(user.memberId)?.memberName ?? '' })),
    total: found.length,
    next: rest.length > query.limit ? (page.at(-1) ?? null) : null,
  }
}

describe('searching users in memory', () => {
  it('finds, counts and orders as a plain comparison does, whatever has changed since (U1, U2, U3)', () => {
    let found = 0
    fc.assert(
      fc.property(
        anyUsers,
        anyMembers,
        fc.array(anyUser, { maxLength: 8 }),
        anyMembers,
        fc.array(anySearch(memberIds), { minLength: 3, maxLength: 8 }),
        fc.nat(),
        (users, members, changes, renamed, searches, chance) => {
          const searched = build(users, members)
          const now = new Map(users.map((user) => [user.userId, user]))
          // Nobody changes members.
          const changed = changes.map((user) => ({
            ...user,
            memberId: now.get(user.userId)?.memberId ?? user.memberId,
          }))
          const byId = new Map(changed.map((user) => [user.userId, user]))
          const newNames = renamed.slice(0, chance % 3)
          searched.apply([...byId.values()], newNames)
          for (const user of byId.values()) now.set(user.userId, user)
          const membersNow = members.map((member, place) => newNames[place] ?? member)
          const everybody = [...now.values()]
          const after = everybody[chance % Math.max(1, everybody.length)]
          for (const search of searches) {
            const position = after && { memberId: after.memberId, userId: after.userId }
            for (const query of [search, ...(position ? [{ ...search, after: position }] : [])]) {
              const asked = readIndexQuery(query)
              const expected = searchPlainly(everybody, membersNow, asked)
              expect(searched.search(asked), JSON.stringify(query)).toEqual(expected)
              found += expected.users.length
            }
          }
        },
      ),
      { numRuns: 100 },
    )
    expect(found).toBeGreaterThan(300)
  })

  it('walks page by page over everybody once, in any order', () => {
    const users = Array.from({ length: 400 }, (_, number) =>
      indexUser({
        memberId: memberIds[number % 5] ?? '',
        userId: `U-${String(number).padStart(4, '0')}`,
        loginId: `CZ${(number * 7919) % 1000}`,
        userName: ['高橋', '𠮷田', '\uff5e', 'ソ', 'b'][(number * 31) % 5] ?? '',
        state: number % 9 === 0 ? 'disabled' : 'active',
      }),
    )
    const searched = build(
      users,
      memberIds.map((memberId, place) => indexMember(memberId, `会社${place % 2}`)),
    )
    for (const sort of ['userName', '-loginId', '-memberName', 'memberId'] as const) {
      const seen: string[] = []
      let after: { memberId: string; userId: string } | undefined
      for (;;) {
        const search = {
          scope: 'all-members',
          conditions: { state: 'active' },
          sort,
          limit: 33,
          at: new Date(),
        } as const
        const page = searched.search(readIndexQuery(after ? { ...search, after } : search))
        expect(page?.total).toBe(355)
        seen.push(...(page?.users ?? []).map(({ userId }) => userId))
        if (!page?.next) break
        after = page.next
      }
      expect(new Set(seen).size).toBe(355)
      expect(seen).toHaveLength(355)
    }
  })

  it('does not know where to go on from somebody who is not there, or not of that member', () => {
    const searched = build(
      [indexUser({ memberId: 'M-1', userId: 'U-1', loginId: 'a', userName: 'b', state: 'active' })],
      [indexMember('M-1', 'c')],
    )
    const search = { scope: 'all-members', conditions: {}, sort: 'userId', limit: 5, at: new Date() } as const
    for (const after of [
      { memberId: 'M-2', userId: 'U-1' },
      { memberId: 'M-1', userId: 'U-2' },
    ])
      expect(searched.search(readIndexQuery({ ...search, after }))).toBeUndefined()
  })

  it('takes users in the order of code points alone', () => {
    const draft = createUserDraft()
    const user = { memberId: 'M-1', loginId: 'a', userName: 'b', state: 'active' } as const
    draft.add(indexUser({ ...user, userId: 'b' }))
    expect(() => draft.add(indexUser({ ...user, userId: 'B' }))).toThrow(RangeError)
  })
})
