import { act, cleanup, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { DeskBridge } from '../../src-shared/ipc/bridge.ts'
import type { KeptPlace } from '../../src-shared/ipc/place-schema.ts'
import { noSearch } from '../../src-renderer/features/user-search/model/search-memory.ts'
import { answer } from '../support/fake-desk.ts'
import { administrator, loggedIn } from '../support/fake-desk-data.ts'
import { renderDesk } from '../support/render-desk.tsx'

afterEach(cleanup)

const locked = { ...loggedIn(administrator), locked: true }
const place: KeptPlace = {
  screen: { name: 'search' },
  search: { ...noSearch, typed: { ...noSearch.typed, loginId: 'cz02' } },
}

test.each([
  [{ lockedBecause: 'idle' }, '操作がしばらくなかったため、自動でロックしました。'],
  [{ lockedBecause: 'system' }, 'PCのロックまたはスリープに合わせて、自動でロックしました。'],
  [{ lockedBecause: 'restart' }, 'アプリを起動したときは、ご本人であることをパスワードで確かめます。'],
  [
    { endedBecause: 'session_expired' },
    'ログインの有効期限が切れたため、ロックしました。解除すると、ログインし直します。',
  ],
] as const)('the lock screen says why: %o', async (because, text) => {
  renderDesk({ sessionView: { ...locked, ...because } })
  expect(await screen.findByText(text)).toBeTruthy()
})

test('the place before the lock is asked for after the unlock, and found again (E40)', async () => {
  const read = vi.fn<DeskBridge['place']['read']>(() => answer({ place: null }))
  const { user } = renderDesk({ sessionView: locked }, { place: { read } })
  const password = await screen.findByLabelText('パスワード')
  read.mockImplementation(() => answer({ place }))
  await user.type(password, 'a password')
  await user.click(screen.getByRole('button', { name: '解除' }))
  expect(await screen.findByDisplayValue('cz02')).toBeTruthy()
})

test('the place is kept as it changes', async () => {
  const keep = vi.fn<DeskBridge['place']['keep']>(() => answer({}))
  const { user } = renderDesk({ sessionView: loggedIn(administrator) }, { place: { keep } })
  await user.keyboard('{Alt>}[Digit1]{/Alt}')
  await user.type(await screen.findByLabelText('ログインID'), 'cz02')
  await waitFor(() => expect(keep).toHaveBeenLastCalledWith(place))
})

test('unlocked without the server: the history opens, and what needs the server says so', async () => {
  const offline = { ...loggedIn(administrator), isOffline: true }
  const start = { sessionView: locked, connection: { state: 'unreachable', reason: 'server_down' } } as const
  const { user, emit } = renderDesk(start, { session: { unlock: () => answer(offline) } })
  expect(await screen.findByText(/^サーバーに接続できません。このPCに保存された履歴があれば、/)).toBeTruthy()
  await user.type(await screen.findByLabelText('パスワード'), 'a password{Enter}')
  expect(await screen.findByRole('heading', { name: '再発行履歴' })).toBeTruthy()

  await user.keyboard('{Alt>}[Digit1]{/Alt}')
  await user.click(screen.getByRole('link', { name: 'パスワード再発行' }))
  expect(screen.getByRole('link', { name: 'パスワード再発行' }).getAttribute('aria-disabled')).toBe('true')
  expect(screen.getByRole('heading', { name: '再発行履歴' })).toBeTruthy()
  await user.click(screen.getByRole('link', { name: 'メニュー' }))
  const entry = await screen.findByRole('button', { name: 'パスワード再発行' })
  expect(entry.getAttribute('aria-disabled')).toBe('true')
  expect(document.querySelector('#menu-search')?.textContent).toBe('サーバーにつながると使えます。')

  act(() => emit('sessionChanged', loggedIn(administrator)))
  expect(entry.getAttribute('aria-disabled')).toBe('false')
  await user.click(screen.getByRole('link', { name: 'パスワード再発行' }))
  expect(await screen.findByRole('heading', { name: 'ユーザー検索' })).toBeTruthy()
})
