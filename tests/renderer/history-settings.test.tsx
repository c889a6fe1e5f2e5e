import { act, cleanup, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { DeskBridge } from '../../src-shared/ipc/bridge.ts'
import { createQueryClient } from '../../src-renderer/app/query-client.ts'
import { createFakeDesk, refuse } from '../support/fake-desk.ts'
import { administrator, helpdesk, loggedIn, connectionIs } from '../support/fake-desk-data.ts'
import { renderDesk } from '../support/render-desk.tsx'

afterEach(cleanup)

test('the history lists reissues with their state and can be narrowed', async () => {
  const list = vi.fn<DeskBridge['reissues']['list']>(createFakeDesk().desk.reissues.list)
  const { user } = renderDesk({ sessionView: loggedIn(administrator) }, { reissues: { list } })
  await user.click(await screen.findByRole('button', { name: '再発行履歴' }))
  for (const state of ['未使用', '使用済み', '期限切れ', '再発行で失効'])
    expect(await screen.findByRole('gridcell', { name: state })).toBeTruthy()
  const headers = screen.getAllByRole('columnheader').map((header) => header.textContent)
  expect(headers).toEqual(['再発行日時', 'ログインID', 'ユーザー名', '発行者', '状態', '有効期限'])
  expect(screen.getAllByTitle('テスト テスト2')).toHaveLength(4)
  await user.type(screen.getByLabelText('ユーザー'), 'nobody')
  expect(await screen.findByText('条件に合う再発行はありません。')).toBeTruthy()
  // One request for the whole word, not one for each letter (U5).
  expect(list.mock.calls.map(([query]) => query)).toEqual([{ limit: 100 }, { limit: 100, query: 'nobody' }])
})

test('the helpdesk sees whose member it was', async () => {
  const { user } = renderDesk({ sessionView: loggedIn(helpdesk) })
  await user.click(await screen.findByRole('button', { name: '再発行履歴' }))
  expect(await screen.findByRole('columnheader', { name: '会員名' })).toBeTruthy()
})

test('the language changes at once, for the page and for errors', async () => {
  const search = () => refuse('server_unreachable')
  const { user } = renderDesk({ sessionView: loggedIn(administrator) }, { users: { search } })
  await screen.findByRole('heading', { name: 'メニュー' })
  await user.keyboard('{Alt>}4{/Alt}')
  await user.click(await screen.findByLabelText('English'))
  expect(await screen.findByRole('heading', { name: 'Settings' })).toBeTruthy()
  expect(document.documentElement.lang).toBe('en')
  await user.keyboard('{Alt>}1{/Alt}')
  await user.click(await screen.findByRole('button', { name: 'Search' }))
  expect((await screen.findByRole('alert')).textContent).toContain('The server cannot be reached.')
})

test('a wrong password keeps the desk locked; logging out from the lock is possible', async () => {
  const unlock = () => refuse('invalid_credentials')
  const { user } = renderDesk({ sessionView: { ...loggedIn(administrator), locked: true } }, { session: { unlock } })
  expect(await screen.findByText(/^テスト テスト（WR012739）さんの画面をロックしています。/)).toBeTruthy()
  await user.type(screen.getByLabelText('パスワード'), 'wrong{Enter}')
  expect((await screen.findByRole('alert')).textContent).toContain('invalid_credentials')
  expect(screen.getByText('パスワードが違います。')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'ログアウト' }))
  expect(await screen.findByRole('heading', { name: 'ログイン' })).toBeTruthy()
})

test('the lock forgets “not reachable” once the server is there again, and says so', async () => {
  const unlock = () => refuse('server_unreachable')
  const start = { sessionView: { ...loggedIn(administrator), locked: true } }
  const { user, emit } = renderDesk(start, { session: { unlock } })
  await user.click(await screen.findByRole('button', { name: '解除' }))
  expect(document.activeElement).toBe(screen.getByLabelText('パスワード'))
  await user.type(screen.getByLabelText('パスワード'), 'secret{Enter}')
  await screen.findByRole('alert')
  act(() => emit('connectionChanged', connectionIs('unreachable')))
  act(() => emit('connectionChanged', connectionIs('connected')))
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
  expect(screen.getByText('接続が戻りました。')).toBeTruthy()
})

test('mutations are never paused, retried or kept; queries never wait for a network (U21)', () => {
  const { mutations, queries } = createQueryClient().getDefaultOptions()
  expect(mutations).toMatchObject({ networkMode: 'always', retry: 0, gcTime: 0 })
  expect(queries).toMatchObject({ networkMode: 'always', retry: 0 })
})

test('a screen that fails is told of, never blank', async () => {
  const quiet = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const list = () => {
    throw new Error('not a promise at all')
  }
  const { user } = renderDesk({ sessionView: loggedIn(administrator) }, { reissues: { list } })
  await user.click(await screen.findByRole('button', { name: '再発行履歴' }))
  await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('app_error'))
  quiet.mockRestore()
})
