import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { DeskBridge } from '../../src-shared/ipc/bridge.ts'
import type { KeptPlace } from '../../src-shared/ipc/place-schema.ts'
import { answer, createFakeDesk, type DeskOverrides, type FakeDeskStart } from '../support/fake-desk.ts'
import { administrator, helpdesk, loggedIn, manyUsers, seedUsers, staff } from '../support/fake-desk-data.ts'
import { renderDesk } from '../support/render-desk.tsx'

afterEach(cleanup)

type Search = DeskBridge['users']['search']
type SearchAnswer = Awaited<ReturnType<Search>>

async function openSearch(start: FakeDeskStart = {}, overrides: DeskOverrides = {}) {
  const rendered = renderDesk({ sessionView: loggedIn(administrator), ...start }, overrides)
  await rendered.user.click(await screen.findByRole('button', { name: 'パスワード再発行' }))
  await screen.findByRole('heading', { name: 'ユーザー検索' })
  return rendered
}

const findCount = (count: string) => screen.findAllByText(`検索結果は、${count}件です。`, { selector: 'p' })
const activeRow = () => screen.getByRole('grid').getAttribute('aria-activedescendant')

test('a whole ID with a single hit opens at once; coming back shows the results', async () => {
  const { user } = await openSearch()
  await user.type(screen.getByLabelText('ログインID'), 'cz021017{Enter}')
  expect(await screen.findByRole('heading', { name: 'パスワード再発行' })).toBeTruthy()
  await user.click(await screen.findByRole('button', { name: '戻る' }))
  await findCount('1')
  expect(screen.getByRole('heading', { name: 'ユーザー検索' })).toBeTruthy()
  expect(document.activeElement).toBe(screen.getByRole('grid'))
})

test('whoever types on before the answer comes is not led away', async () => {
  const late = Promise.withResolvers<SearchAnswer>()
  const { user } = await openSearch({}, { users: { search: () => late.promise } })
  const field = screen.getByLabelText('ログインID')
  await user.type(field, 'CZ021017{Enter}')
  await user.type(field, '8')
  late.resolve(await answer({ items: seedUsers.slice(1), total: 1, nextCursor: null }))
  await findCount('1')
  expect(screen.getByRole('heading', { name: 'ユーザー検索' })).toBeTruthy()
})

test('the last query wins, in whatever order the answers come (U5)', async () => {
  const answers: ((found: SearchAnswer) => void)[] = []
  const search = vi.fn<Search>(() => new Promise((resolve) => answers.push(resolve)))
  const { user } = await openSearch({}, { users: { search } })
  const field = screen.getByLabelText('ログインID')
  for (const letter of ['a', 'b', 'c']) await user.type(field, `${letter}{Enter}`)
  await waitFor(() => expect(answers).toHaveLength(3))
  const found = (total: number) => answer({ items: manyUsers(total), total, nextCursor: null })
  answers[2]?.(await found(3))
  await findCount('3')
  answers[0]?.(await found(1))
  answers[1]?.(await found(2))
  await act(() => new Promise((resolve) => setTimeout(resolve, 0)))
  expect(screen.queryByText('検索結果は、1件です。', { selector: 'p' })).toBeNull()
  await findCount('3')
  expect(search).toHaveBeenLastCalledWith({ loginId: 'abc', sort: 'userId', limit: 200 })
})

test('zero hits: the words as they were compared, and next steps that keep the focus (U16, U23)', async () => {
  const search = vi.fn<Search>(({ userName }) =>
    userName === undefined
      ? answer({ items: [...seedUsers], total: 2, nextCursor: null })
      : answer({ items: [], total: 0, nextCursor: null }),
  )
  const { user } = await openSearch({}, { users: { search } })
  await user.type(screen.getByLabelText('ユーザー名'), 'ﾃｽﾄ　髙橋')
  await user.type(screen.getByLabelText('ログインID'), 'ＣＺ{Enter}')
  expect(await screen.findByText('条件に合うユーザーは見つかりませんでした。')).toBeTruthy()
  const results = within(screen.getByRole('region', { name: '検索結果' }))
  const sought = results.getAllByRole('definition').map((words) => [...words.children].map((word) => word.textContent))
  expect(sought).toEqual([['cz'], ['てすと', '高橋']])
  expect(screen.getByText(/他の会員の管理者については、ヘルプデスクが受け付けます/)).toBeTruthy()

  await user.click(screen.getByRole('button', { name: 'ログインIDの条件を外して検索' }))
  await waitFor(() => expect(screen.getByLabelText('ログインID')).toHaveProperty('value', ''))
  await waitFor(() => expect(document.activeElement?.className).toContain('empty-title'))
  await user.click(screen.getByRole('button', { name: '条件をすべて外して全件を表示' }))
  await findCount('2')
  expect(screen.getByLabelText('ユーザー名')).toHaveProperty('value', '')
  expect(document.activeElement).toBe(screen.getByRole('grid'))
})

test('the help on folding opens with the keyboard, and Escape gives the focus back', async () => {
  const { user } = await openSearch({ sessionView: loggedIn(helpdesk) })
  const button = screen.getByRole('button', { name: '検索のしかた' })
  button.focus()
  await user.keyboard('{Enter}')
  expect(await screen.findByText('異体字（髙／高、齋／斎など）を区別しません。')).toBeTruthy()
  await user.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByText(/異体字/)).toBeNull())
})

/** By its words: finding it by its role looks at every row. */
const findChoice = (words: string) => screen.findByText(words, { selector: '[role="menuitemradio"] *' })

test('並び替え sorts by any field in either direction', async () => {
  const search = vi.fn<Search>(createFakeDesk().desk.users.search)
  const { user } = await openSearch({}, { users: { search } })
  await user.click(screen.getByRole('button', { name: '検索' }))
  await user.click(await screen.findByText('並び替え'))
  await user.click(await findChoice('ユーザー名'))
  await waitFor(() => expect(search).toHaveBeenLastCalledWith({ sort: 'userName', limit: 200 }))
  await user.click(screen.getByText('並び替え'))
  await user.click(await findChoice('降順'))
  await waitFor(() => expect(search).toHaveBeenLastCalledWith({ sort: '-userName', limit: 200 }))
})

test('密度 is a setting of this desk', async () => {
  const { user, desk } = await openSearch()
  await user.click(screen.getByRole('button', { name: '検索' }))
  await user.click(await screen.findByText('密度'))
  await user.click(await findChoice('詰める'))
  await waitFor(() => expect(document.querySelector('.grid-compact')).toBeTruthy())
  expect(await desk.app.readSettings({})).toMatchObject({ value: { values: { density: 'compact' } } })
})

test('100,000 rows: End shows rows to come, which are read from the end; letters lead to a login ID (U20)', async () => {
  const { user } = await openSearch({ sessionView: loggedIn(helpdesk), users: manyUsers(100_000) })
  await user.click(screen.getByRole('button', { name: '検索' }))
  const grid = await screen.findByRole('grid')
  grid.focus()
  await user.keyboard('{End}')
  expect(activeRow()).toBe('result-99999')
  // The grid may only name a row that exists in the page.
  expect(document.querySelector('#result-99999')?.getAttribute('aria-rowindex')).toBe('100001')
  grid.scrollTop = 99_980 * 40
  fireEvent.scroll(grid)
  await screen.findByRole('link', { name: 'CZ099999' })
  expect(within(grid).getAllByRole('row').length).toBeLessThan(60)

  await user.keyboard('{Home}')
  fireEvent.keyDown(grid, { key: 'c', keyCode: 229 })
  expect(activeRow()).toBe('result-0')
  await user.keyboard('cz000017')
  expect(activeRow()).toBe('result-17')
  await user.keyboard('{Enter}')
  expect(await screen.findByText('CZ000017')).toBeTruthy()
})

test('after a lock that destroyed the page, conditions, order, scroll and selection are found again', async () => {
  const submitted = {
    conditions: { userId: '', loginId: 'CZ', userName: '', memberId: '', memberName: '' },
    sort: '-loginId',
    turn: 2,
  } as const
  const place: KeptPlace = {
    screen: { name: 'search' },
    search: {
      typed: submitted.conditions,
      submitted,
      position: { of: structuredClone(submitted), scrollTop: 4_000, activeIndex: 107 },
    },
  }
  const search = vi.fn<Search>(createFakeDesk({ users: manyUsers(1_000) }).desk.users.search)
  const keep = vi.fn<DeskBridge['place']['keep']>(() => answer({}))
  const { user } = renderDesk(
    { sessionView: loggedIn(helpdesk) },
    { users: { search }, place: { read: () => answer({ place }), keep } },
  )
  const grid = await screen.findByRole('grid')
  expect(search).toHaveBeenNthCalledWith(1, { loginId: 'CZ', sort: '-loginId', limit: 200 })
  expect(activeRow()).toBe('result-107')
  expect(grid.scrollTop).toBe(4_000)
  // And what changes now is given into keeping before the next lock takes the page.
  await user.keyboard('{ArrowDown}')
  await waitFor(() => expect(keep.mock.lastCall?.[0].search.position).toMatchObject({ activeIndex: 108 }))
})

test('what was read stays when one comes back from a user, and is not asked for again', async () => {
  const search = vi.fn<Search>(createFakeDesk().desk.users.search)
  const { user } = await openSearch({}, { users: { search } })
  await user.click(screen.getByRole('button', { name: '検索' }))
  await user.click(await screen.findByRole('link', { name: staff.loginId }))
  await user.click(await screen.findByRole('button', { name: '戻る' }))
  await findCount('2')
  expect(search).toHaveBeenCalledTimes(1)
})
