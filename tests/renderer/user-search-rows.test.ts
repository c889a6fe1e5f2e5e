import { describe, expect, test, vi } from 'vitest'
import type { UserPage } from '../../src-shared/api/users.ts'
import { isExactHit } from '../../src-renderer/features/user-search/model/exact-hit.ts'
import { startReadingOn } from '../../src-renderer/features/user-search/model/read-on.ts'
import { readFullPage } from '../../src-renderer/features/user-search/model/full-page.ts'
import {
  createResultRows,
  pageRows,
  type PageWish,
  type ResultRows,
} from '../../src-renderer/features/user-search/model/result-rows.ts'
import { createTypeAhead } from '../../src-renderer/features/user-search/model/type-ahead.ts'
import { noConditions } from '../../src-renderer/lib/user-conditions.ts'
import { manyUsers, staff } from '../support/fake-desk-data.ts'

const users = manyUsers(100_000)

/** What the server answers to a wish. */
function answerTo({ lane, number }: Pick<PageWish, 'lane' | 'number'>, list = users): UserPage {
  const from = number * pageRows
  const items =
    lane === 'head'
      ? list.slice(from, from + pageRows)
      : list.slice(Math.max(0, list.length - from - pageRows), list.length - from).toReversed()
  const isLast = from + pageRows >= list.length
  return { items, total: list.length, nextCursor: isLast ? null : `${lane} ${number + 1}` }
}
const firstPage = () => answerTo({ lane: 'head', number: 0 })

/** Follows the wishes for what is on the screen until it is all there; gives how many pages that took. */
function fillView(rows: ResultRows): number {
  for (let pages = 0; ; pages += 1) {
    const wish = rows.wishForView()
    if (!wish) return pages
    rows.put(wish, answerTo(wish))
  }
}

describe('rows in pages, found by index (U20)', () => {
  test('the end is read from the end, the middle from the nearer end', () => {
    const rows = createResultRows(firstPage())
    rows.look({ first: 99_980, last: 99_999 })
    expect(fillView(rows)).toBe(1)
    expect(rows.rowAt(99_999)?.loginId).toBe('CZ099999')
    rows.look({ first: 2_000, last: 2_020 })
    expect(fillView(rows)).toBe(10)
    expect(rows.rowAt(2_010)?.loginId).toBe('CZ002010')
    rows.look({ first: 98_990, last: 99_010 })
    expect(fillView(rows)).toBe(5)
    expect(rows.rowAt(99_000)?.loginId).toBe('CZ099000')
  })

  test('a user whose password was reissued is told as changed, also to a list that did not listen', () => {
    const rows = createResultRows(firstPage())
    const before = rows.countChanges()
    rows.markTemporary(users[3]?.userId ?? '')
    expect(rows.rowAt(3)?.passwordState).toBe('temporary')
    expect(rows.countChanges()).not.toBe(before)
  })

  test('memory is bounded: what is far away is given up, and read again by its own cursor', () => {
    const rows = createResultRows(firstPage(), 1_000)
    for (let wish = rows.wishAhead(); wish; wish = rows.wishAhead()) rows.put(wish, answerTo(wish))
    expect(rows.countRead({ first: 0, last: 99_999 })).toBe(1_000)
    rows.look({ first: 3_000, last: 3_010 })
    fillView(rows)
    expect(rows.rowAt(0)).toBeUndefined()
    expect(rows.countRead({ first: 0, last: 99_999 })).toBe(1_000)
    rows.look({ first: 0, last: 10 })
    expect(fillView(rows)).toBe(1)
    expect(rows.rowAt(0)?.loginId).toBe('CZ000000')
  })

  test('users that come and go meanwhile neither shift rows nor make it ask for ever', () => {
    const rows = createResultRows(firstPage())
    rows.look({ first: 99_990, last: 99_999 })
    const fewer = users.slice(0, 99_900)
    let pages = 0
    for (let wish = rows.wishForView(); wish; wish = rows.wishForView()) {
      rows.put(wish, answerTo(wish, fewer))
      pages += 1
    }
    // The one from the end told another count, and was not trusted.
    expect(pages).toBe(500)
    expect(rows.rowAt(99_899)?.loginId).toBe('CZ099899')
    expect(rows.rowAt(99_990)).toBeUndefined()
    expect(rows.wishAhead()).toBeUndefined()
  })

  test('a page with fewer rows than were asked for, though more follow, is read until it is full', async () => {
    const parts: (readonly [number, string | undefined])[] = []
    const page = await readFullPage(pageRows, undefined, (limit, cursor) => {
      parts.push([limit, cursor])
      const from = Number(cursor ?? 0)
      return Promise.resolve({
        items: users.slice(from, from + 80),
        total: users.length,
        nextCursor: String(from + 80),
      })
    })
    expect(parts).toEqual([
      [200, undefined],
      [120, '80'],
      [40, '160'],
    ])
    expect(page.items.map(({ loginId }) => loginId).at(-1)).toBe('CZ000239')
  })

  test('a page that promises more without a row ends the list, and is not asked for again and again', async () => {
    const nothing: UserPage = { items: [], total: 500, nextCursor: 'more' }
    const empty = await readFullPage(pageRows, undefined, () => Promise.resolve(nothing))
    expect(empty).toEqual({ ...nothing, nextCursor: null })
    const rows = createResultRows({ items: users.slice(0, 50), total: 500, nextCursor: 'more' })
    rows.look({ first: 40, last: 60 })
    expect(rows.wishForView()).toBeUndefined()
    expect(rows.wishAhead()).toBeUndefined()
  })
})

describe('reading on', () => {
  const resting: (() => void)[] = []
  const rest = (then: () => void) => {
    resting.push(then)
    return () => void resting.splice(resting.indexOf(then), 1)
  }
  const settle = () => new Promise(setImmediate)
  const start = (busy = { ms: 0 }, read = (wish: PageWish) => Promise.resolve(answerTo(wish))) => {
    resting.length = 0
    const rows = createResultRows(firstPage())
    const readPage = vi.fn(read)
    const onFailure = vi.fn()
    const reader = startReadingOn({ rows, readPage, rest, busyMs: () => busy.ms, onFailure })
    return { rows, readPage, onFailure, reader }
  }

  test('what nobody looks at yet is read page by page, in idle time, until it is told to stop', async () => {
    const { rows, readPage, reader } = start()
    expect(readPage).not.toHaveBeenCalled()
    for (let page = 1; page <= 3; page += 1) {
      resting.splice(0).forEach((then) => then())
      await settle()
      expect(rows.countRead({ first: 0, last: 99_999 })).toBe((page + 1) * pageRows)
    }
    reader.stop()
    expect(resting).toEqual([])
    expect(readPage).toHaveBeenCalledTimes(3)
  })

  test('it waits while somebody types; what is on the screen is read all the same', async () => {
    const busy = { ms: 1_000 }
    const { rows, readPage, reader } = start(busy)
    resting.splice(0).forEach((then) => then())
    await settle()
    expect(readPage).not.toHaveBeenCalled()
    reader.look({ first: 99_990, last: 99_999 })
    await settle()
    expect(rows.rowAt(99_999)).toBeDefined()
    reader.stop()
  })

  test('an answer that comes after the stop is dropped', async () => {
    const late = Promise.withResolvers<UserPage>()
    const { rows, reader } = start({ ms: 0 }, () => late.promise)
    reader.look({ first: 300, last: 320 })
    reader.stop()
    late.resolve(answerTo({ lane: 'head', number: 1 }))
    await settle()
    expect(rows.rowAt(300)).toBeUndefined()
  })

  test('a failure is told where rows are missed, and read again when asked', async () => {
    const { rows, readPage, reader, onFailure } = start()
    readPage.mockRejectedValueOnce(new Error('away'))
    resting.splice(0).forEach((then) => then())
    await settle()
    expect(onFailure).not.toHaveBeenCalled()
    readPage.mockRejectedValueOnce(new Error('away'))
    reader.look({ first: 300, last: 320 })
    await settle()
    expect(onFailure).toHaveBeenCalledOnce()
    reader.look({ first: 301, last: 321 })
    await settle()
    expect(rows.rowAt(301)).toBeUndefined()
    reader.retry()
    await settle()
    expect(rows.rowAt(301)).toBeDefined()
    reader.stop()
  })
})

test('type-ahead: folded, letter by letter, on to the next of the same letter, forgotten after 800 ms', () => {
  const rows = createResultRows({
    items: manyUsers(4).map((user, index) => ({
      ...user,
      userName: ['髙橋', '高田', 'アオキ', 'Aa'][index] ?? '',
      loginId: `X${index}`,
    })),
    total: 4,
    nextCursor: null,
  })
  const type = createTypeAhead()
  const typed = (key: string, atMs: number, activeIndex: number) => type({ key, atMs, activeIndex }, rows.findPrefix)
  expect(typed('高', 0, 0)).toBe(1)
  expect(typed('橋', 100, 1)).toBe(0)
  expect(typed('あ', 1_000, 0)).toBe(2)
  expect(typed('a', 2_000, 2)).toBe(3)
  expect(typed('x', 3_000, 1)).toBe(2)
  expect(typed('x', 3_100, 2)).toBe(3)
  expect(typed('x', 3_200, 3)).toBe(0)
  expect(typed('3', 4_100, 0)).toBeUndefined()
})

test('an exact hit is a whole ID, folded as in the search (U1)', () => {
  const user = { ...staff, state: 'active', passwordState: 'active' } as const
  expect(isExactHit({ ...noConditions, loginId: ' ｃｚ021017 ' }, user)).toBe(true)
  expect(isExactHit({ ...noConditions, userId: 'ejum128951tst0020001' }, user)).toBe(true)
  expect(isExactHit({ ...noConditions, loginId: 'cz02' }, user)).toBe(false)
  expect(isExactHit({ ...noConditions, userName: staff.userName }, user)).toBe(false)
  expect(isExactHit(noConditions, user)).toBe(false)
})
