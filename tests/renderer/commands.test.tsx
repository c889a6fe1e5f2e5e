import { act, cleanup, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { answer } from '../support/fake-desk.ts'
import { administrator, helpdesk, loggedIn, loggedOut } from '../support/fake-desk-data.ts'
import { renderDesk } from '../support/render-desk.tsx'

beforeEach(() => sessionStorage.clear())
afterEach(cleanup)

const asAdministrator = { sessionView: loggedIn(administrator) }
const heading = (name: string) => screen.findByRole('heading', { level: 1, name })
const options = () => screen.getAllByRole('option').map((option) => option.querySelector('span span')?.textContent)

test('the palette finds, chooses and runs by keyboard alone, and gives the focus back (U16)', async () => {
  const { user } = renderDesk(asAdministrator)
  await heading('メニュー')
  const opener = screen.getByRole('button', { name: 'パスワード再発行' })
  opener.focus()
  await user.keyboard('{Control>}k{/Control}')
  const field = screen.getByRole('combobox', { name: 'コマンドを探す' })
  expect(document.activeElement).toBe(field)

  await user.keyboard('{Escape}')
  // happy-dom’s dialog knows no Escape: the browser’s own `cancel` stands for it.
  screen.queryByRole('dialog')?.dispatchEvent(new Event('cancel', { cancelable: true }))
  await vi.waitFor(() => expect(screen.queryByRole('combobox')).toBeNull())

  await user.keyboard('{Control>}k{/Control}')
  await user.type(screen.getByRole('combobox'), 'りれき')
  expect(options()).toEqual(['再発行履歴を開く'])
  await user.keyboard('{Enter}')
  expect(document.activeElement).toBe(await heading('再発行履歴'))
})

test('the arrows move through the list, round its ends, and the field tells which is chosen (ARIA APG)', async () => {
  const { user } = renderDesk(asAdministrator)
  await heading('メニュー')
  await user.click(screen.getByRole('button', { name: 'コマンド' }))
  const field = screen.getByRole('combobox')
  const active = () => document.getElementById(field.getAttribute('aria-activedescendant') ?? '')
  const all = screen.getAllByRole('option')
  expect(active()).toBe(all[0])
  await user.keyboard('{ArrowUp}')
  expect(active()).toBe(all.at(-1))
  expect(active()?.getAttribute('aria-selected')).toBe('true')
  await user.keyboard('{ArrowDown}{ArrowDown}')
  expect(active()).toBe(all[1])
  expect(document.activeElement).toBe(field)
})

test('what cannot be run now is there with its reason, and does nothing', async () => {
  const { user } = renderDesk({ sessionView: { ...loggedIn(administrator), isOffline: true } })
  await heading('メニュー')
  await user.keyboard('{Control>}k{/Control}')
  await user.type(screen.getByRole('combobox'), '検索')
  const option = screen.getByRole('option', { name: /ユーザー検索/ })
  expect(option.getAttribute('aria-disabled')).toBe('true')
  expect(option.textContent).toContain('サーバーにつながると使えます。')
  await user.keyboard('{Enter}')
  expect(screen.getByRole('combobox')).toBeTruthy()
  await user.clear(screen.getByRole('combobox'))
  await user.type(screen.getByRole('combobox'), 'xyzzy')
  expect(screen.queryByRole('option')).toBeNull()
  expect(screen.getByRole('dialog').textContent).toContain('当てはまるコマンドはありません')
})

test('what was run last comes first', async () => {
  const { user } = renderDesk(asAdministrator)
  await heading('メニュー')
  await user.keyboard('{Control>}k{/Control}')
  await user.type(screen.getByRole('combobox'), 'せってい{Enter}')
  await heading('設定')
  await user.keyboard('{Control>}k{/Control}')
  expect(options()[0]).toBe('設定を開く')
})

test('colours and language change from the palette', async () => {
  const { user } = renderDesk(asAdministrator)
  await heading('メニュー')
  await user.keyboard('{Control>}k{/Control}')
  await user.type(screen.getByRole('combobox'), 'high contrast{Enter}')
  await vi.waitFor(() => expect(document.documentElement.dataset['theme']).toBe('high-contrast'))
  await user.keyboard('{Control>}k{/Control}')
  await user.type(screen.getByRole('combobox'), 'えいご{Enter}')
  await heading('Menu')
})

test('“?” lists every key, but not while something is typed, and not once it is turned off (WCAG 2.1.4)', async () => {
  const { user } = renderDesk(asAdministrator)
  await heading('メニュー')
  await user.keyboard('?')
  const sheet = screen.getByRole('dialog', { name: 'ショートカット' })
  for (const key of ['Alt+1', 'Ctrl+K', 'F1', '?', 'PageDown', 'Esc'])
    expect(within(sheet).getAllByText(key).length, key).toBeGreaterThan(0)
  expect(within(sheet).queryByText('本人確認待ちを開く')).toBeNull()
  await user.click(within(sheet).getByRole('checkbox'))
  await user.click(within(sheet).getByRole('button', { name: '閉じる' }))
  await user.keyboard('?')
  expect(screen.queryByRole('dialog')).toBeNull()
  await user.keyboard('{Alt>}1{/Alt}')
  await user.type(await screen.findByLabelText('ログインID'), '?')
  expect(screen.queryByRole('dialog')).toBeNull()
})

test('the window’s menu and the keys reach the same commands, but nothing behind a dialog', async () => {
  const { user, emit } = renderDesk({ sessionView: loggedIn(helpdesk) })
  await heading('メニュー')
  act(() => emit('commandChosen', 'open-approvals'))
  await heading('本人確認待ち')
  await user.keyboard('{Alt>}3{/Alt}')
  await heading('設定')
  act(() => emit('commandChosen', 'open-shortcuts'))
  screen.getByRole('dialog')
  await user.keyboard('{Alt>}2{/Alt}')
  act(() => emit('commandChosen', 'open-history'))
  await user.keyboard('{Control>}k{/Control}')
  expect(screen.queryByRole('combobox')).toBeNull()
  expect(screen.getByRole('heading', { level: 1, name: '設定' })).toBeTruthy()
})

test('a command that is not for this moment says why instead of nothing', async () => {
  const { emit } = renderDesk({ sessionView: { ...loggedIn(administrator), isOffline: true } })
  await heading('メニュー')
  act(() => emit('commandChosen', 'open-search'))
  expect(await screen.findByText('サーバーにつながると使えます。', { selector: 'output *' })).toBeTruthy()
})

test('before the login there are no commands', async () => {
  const { user, emit } = renderDesk({ sessionView: loggedOut }, { session: { lock: () => answer(loggedOut) } })
  await heading('ログイン')
  await user.keyboard('{Control>}k{/Control}{Alt>}1{/Alt}')
  act(() => emit('commandChosen', 'open-search'))
  act(() => emit('commandChosen', 'lock'))
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(screen.getByRole('heading', { level: 1, name: 'ログイン' })).toBeTruthy()
})
