import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { DeskBridge } from '../../src-shared/ipc/bridge.ts'
import { createFakeDesk, refuse } from '../support/fake-desk.ts'
import { administrator, helpdesk, loggedIn, manyUsers } from '../support/fake-desk-data.ts'
import { renderDesk, type RenderedDesk } from '../support/render-desk.tsx'

afterEach(cleanup)

async function openSearch(user: RenderedDesk['user']) {
  await user.click(await screen.findByRole('button', { name: 'パスワード再発行' }))
  await screen.findByRole('heading', { name: 'ユーザー検索' })
}

test('without conditions every ID of the member is found, with the count above and below (seed 3)', async () => {
  const { user } = renderDesk({ sessionView: loggedIn(administrator) })
  await openSearch(user)
  expect(document.activeElement).toBe(screen.getByLabelText('ユーザーID'))
  await user.click(screen.getByRole('button', { name: '検索' }))
  expect(await screen.findAllByText('検索結果は、2件です。', { selector: 'p' })).toHaveLength(2)
  const headers = screen.getAllByRole('columnheader').map((header) => header.textContent)
  expect(headers).toEqual(['No.', '会員ID', '会員名', 'ログインID', 'ユーザー名', '状態', 'ロール名'])
  expect(screen.getByRole('link', { name: 'CZ021017' })).toBeTruthy()
  // U15: told without moving the focus.
  const told = screen.getAllByRole('status').map((status) => status.textContent)
  expect(told).toContain('検索結果は、2件です。')
})

test('the helpdesk may name the member too; an administrator cannot', async () => {
  const { user } = renderDesk({ sessionView: loggedIn(helpdesk) })
  await openSearch(user)
  expect(screen.getByLabelText('会員ID')).toBeTruthy()
  cleanup()
  const other = renderDesk({ sessionView: loggedIn(administrator) })
  await openSearch(other.user)
  expect(screen.queryByLabelText('会員ID')).toBeNull()
})

test('Enter that confirms a conversion does not search; the next one does (U4)', async () => {
  const search = vi.fn<DeskBridge['users']['search']>(createFakeDesk().desk.users.search)
  const { user } = renderDesk({ sessionView: loggedIn(administrator) }, { users: { search } })
  await openSearch(user)
  const field = screen.getByLabelText('ユーザー名')
  await user.type(field, 'てすと')
  fireEvent.compositionStart(field)
  await user.type(field, '{Enter}')
  expect(search).not.toHaveBeenCalled()
  fireEvent.compositionEnd(field)
  await user.type(field, '{Enter}')
  await waitFor(() => expect(search).toHaveBeenCalledTimes(1))
  expect(search).toHaveBeenCalledWith({ userName: 'てすと', sort: 'userId', limit: 200 })
})

test('クリア returns to the first state, 戻る to the menu', async () => {
  const { user } = renderDesk({ sessionView: loggedIn(administrator) })
  await openSearch(user)
  await user.type(screen.getByLabelText('ログインID'), 'CZ{Enter}')
  await screen.findByRole('grid')
  await user.click(screen.getByRole('button', { name: 'クリア' }))
  expect(screen.getByLabelText('ログインID')).toHaveProperty('value', '')
  expect(screen.queryByRole('grid')).toBeNull()
  await user.click(screen.getByRole('button', { name: '戻る' }))
  expect(await screen.findByRole('heading', { name: 'メニュー' })).toBeTruthy()
})

test('zero results are explained; an error has its code and a next step (U23)', async () => {
  const search = vi.fn<DeskBridge['users']['search']>(createFakeDesk().desk.users.search)
  search.mockImplementationOnce(() => refuse('server_unreachable'))
  const { user } = renderDesk({ sessionView: loggedIn(administrator) }, { users: { search } })
  await openSearch(user)
  await user.type(screen.getByLabelText('ログインID'), 'nobody{Enter}')
  expect((await screen.findByRole('alert')).textContent).toContain('server_unreachable')
  await user.click(screen.getByRole('button', { name: 'もう一度' }))
  expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'ユーザー検索' }))
  expect(await screen.findByText('条件に合うユーザーは見つかりませんでした。')).toBeTruthy()
})

test('100,000 results: only the visible rows are in the page, the keys reach the rest (U20)', async () => {
  const { user } = renderDesk({ sessionView: loggedIn(helpdesk), users: manyUsers(100_000) })
  await openSearch(user)
  await user.click(screen.getByRole('button', { name: '検索' }))
  const grid = await screen.findByRole('grid')
  expect(grid.getAttribute('aria-rowcount')).toBe('100001')
  expect(within(grid).getAllByRole('row').length).toBeLessThan(60)
  expect(within(grid).getAllByRole('row')[1]?.getAttribute('aria-rowindex')).toBe('2')
  grid.focus()
  await user.keyboard('{ArrowDown}{ArrowDown}{PageDown}')
  expect(grid.getAttribute('aria-activedescendant')).toBe('result-15')
  await user.keyboard('{Home}{ArrowDown}')
  await user.keyboard('{Enter}')
  expect(await screen.findByRole('heading', { name: 'パスワード再発行' })).toBeTruthy()
  expect(await screen.findByText('CZ000001')).toBeTruthy()
})

test('a row opens with a double click anywhere on it', async () => {
  const { user } = renderDesk({ sessionView: loggedIn(administrator) })
  await openSearch(user)
  await user.click(screen.getByRole('button', { name: '検索' }))
  await user.dblClick(await screen.findByText('テスト テスト2'))
  expect(await screen.findByRole('heading', { name: 'パスワード再発行' })).toBeTruthy()
})

test('a column header sorts on the server, first up, then down', async () => {
  const search = vi.fn<DeskBridge['users']['search']>(createFakeDesk().desk.users.search)
  const { user } = renderDesk({ sessionView: loggedIn(administrator) }, { users: { search } })
  await openSearch(user)
  await user.click(screen.getByRole('button', { name: '検索' }))
  await screen.findByRole('grid')
  await user.click(screen.getByRole('button', { name: 'ログインID' }))
  await user.click(screen.getByRole('button', { name: 'ログインID' }))
  const header = screen.getByRole('columnheader', { name: 'ログインID' })
  expect(header.getAttribute('aria-sort')).toBe('descending')
  await waitFor(() => expect(search).toHaveBeenLastCalledWith({ sort: '-loginId', limit: 200 }))
})

test('戻る from the reissue screen, and the lock, find conditions and results again', async () => {
  const { user } = renderDesk({ sessionView: loggedIn(administrator) })
  await openSearch(user)
  await user.type(screen.getByLabelText('ログインID'), 'CZ{Enter}')
  await user.click(await screen.findByRole('link', { name: 'CZ021017' }))
  await user.click(await screen.findByRole('button', { name: '戻る' }))
  expect(screen.getByLabelText('ログインID')).toHaveProperty('value', 'CZ')
  expect(await screen.findAllByText('検索結果は、1件です。', { selector: 'p' })).toHaveLength(2)
  expect(document.activeElement).toBe(screen.getByRole('grid'))

  await user.click(screen.getByRole('button', { name: 'ロック' }))
  expect(await screen.findByRole('heading', { name: 'ロック中' })).toBeTruthy()
  // Gone from the page, not hidden.
  expect(document.body.textContent).not.toContain('CZ021017')
  await user.type(screen.getByLabelText('パスワード'), 'secret{Enter}')
  expect(await screen.findByRole('link', { name: 'CZ021017' })).toBeTruthy()
  expect(screen.getByLabelText('ログインID')).toHaveProperty('value', 'CZ')
})

test('after クリア a new search leaves the focus in the field, also for whoever came back to results', async () => {
  const { user } = renderDesk({ sessionView: loggedIn(administrator) })
  await openSearch(user)
  await user.click(screen.getByRole('button', { name: '検索' }))
  await user.click(await screen.findByRole('link', { name: 'CZ021017' }))
  await user.click(await screen.findByRole('button', { name: '戻る' }))
  await user.click(screen.getByRole('button', { name: 'クリア' }))
  const field = screen.getByLabelText('ログインID')
  await user.type(field, 'CZ{Enter}')
  await screen.findByRole('grid')
  expect(document.activeElement).toBe(field)
})
