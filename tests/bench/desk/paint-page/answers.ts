import { answer, createFakeDesk, type FakeDesk } from '../../../support/fake-desk.ts'
import { administrator, loggedIn, manyUsers, reissueRecords } from '../../../support/fake-desk-data.ts'

/** Where in the list the answer to a login ID `CZ000120` begins: at its number. */
const offsetOf = (loginId = ''): number => Number(/^CZ(\d+)$/.exec(loginId)?.[1] ?? 0)

/**
 * The made-up bridge with `count` users and a full page of the history. It answers at once and without working: what a
 * search finds is told by its number. Each answer is copied, as the bridge between two worlds does.
 */
export function createBenchDesk(count: number): FakeDesk {
  const users = manyUsers(count)
  const reversed = users.toReversed()
  const records = Array.from({ length: 100 }, (_, index) => {
    const record = reissueRecords[index % reissueRecords.length]
    return record ? [{ ...record, reissueId: crypto.randomUUID() }] : []
  }).flat()
  return createFakeDesk(
    { sessionView: loggedIn(administrator), users },
    {
      users: {
        search: ({ loginId, sort, cursor, limit = 50 }) => {
          const from = cursor === undefined ? offsetOf(loginId) : Number(cursor)
          const items = (sort?.startsWith('-') ? reversed : users).slice(from, from + limit)
          performance.mark('answered')
          return answer(
            structuredClone({ items, total: count, nextCursor: from + limit < count ? String(from + limit) : null }),
          )
        },
      },
      reissues: {
        list: () => answer(structuredClone({ items: records, total: 100, nextCursor: null, asOf: null })),
      },
    },
  )
}
