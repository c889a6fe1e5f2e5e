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
  for (const key of ['Alt+1', 'Ctrl+K', 'Ctrl+Shift+L', 'F1', '?', 'PageDown', 'Esc'])
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
  await user.keyboard('{Alt>}4{/Alt}')
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

const lockKeys = '{Control>}{Shift>}L{/Shift}{/Control}'

test.each(['key', 'menu'] as const)(
  'whoever leaves locks by %s, whatever is asked at that moment, and finds the search again (U16)',
  async (way) => {
    const { user, emit } = renderDesk(asAdministrator)
    await heading('メニュー')
    await user.keyboard('{Alt>}1{/Alt}')
    await user.type(await screen.findByLabelText('ログインID'), 'CZ0{Enter}')
    await screen.findByText('CZ021017')
    await user.keyboard('{Control>}k{/Control}')
    screen.getByRole('dialog')
    if (way === 'key') await user.keyboard(lockKeys)
    else act(() => emit('commandChosen', 'lock'))
    const password = await screen.findByLabelText('パスワード')
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(screen.queryByText('CZ021017')).toBeNull()
    await user.type(password, 'secret{Enter}')
    expect(await screen.findByDisplayValue('CZ0')).toBeTruthy()
    expect(screen.queryByRole('dialog')).toBeNull()
  },
)

test.each([
  ['ja', 'ロック', 'ロックする'],
  ['en', 'Lock', 'Lock'],
] as const)('the key of the lock is told by its button, and in the palette (%s)', async (language, name, option) => {
  const { user } = renderDesk({ ...asAdministrator, settings: { language } })
  const button = await screen.findByRole('button', { name })
  expect(button.getAttribute('aria-keyshortcuts')).toBe('Control+Shift+L')
  await user.hover(button)
  expect(await screen.findByText(`${name}  Ctrl+Shift+L`, { normalizer: (text) => text })).toBeTruthy()
  await user.keyboard('{Control>}k{/Control}')
  await user.type(screen.getByRole('combobox'), 'りせき')
  expect(screen.getByRole('option').textContent).toBe(`${option}Ctrl+Shift+L`)
})

test('rail, menu, list of shortcuts and palette name the screens in one order, and their keys count along', async () => {
  const { user } = renderDesk({ sessionView: loggedIn(helpdesk) })
  await heading('メニュー')
  const inOrder = ['パスワード再発行', '再発行履歴', '本人確認待ち', '設定']
  const rail = screen.getByRole('navigation', { name: 'メニュー' })
  expect(
    within(rail)
      .getAllByRole('link')
      .slice(1, 5)
      .map((entry) => entry.textContent),
  ).toEqual(inOrder)
  const entries = within(screen.getByRole('main')).getAllByRole('listitem')
  expect(entries.map((entry) => within(entry).getByRole('button').textContent)).toEqual(inOrder)
  expect(entries.map((entry) => entry.querySelector('kbd')?.textContent)).toEqual(['Alt+1', 'Alt+2', 'Alt+3', 'Alt+4'])
  await user.keyboard('{Control>}k{/Control}')
  expect(options().slice(1, 5)).toEqual([
    'パスワード再発行（ユーザー検索）を開く',
    '再発行履歴を開く',
    '本人確認待ちを開く',
    '設定を開く',
  ])
})

test('before the login there are no commands', async () => {
  const sessionLock = vi.fn(() => answer(loggedOut))
  const { user, emit } = renderDesk({ sessionView: loggedOut }, { session: { lock: sessionLock } })
  await heading('ログイン')
  await user.keyboard(`{Control>}k{/Control}{Alt>}1{/Alt}${lockKeys}`)
  act(() => emit('commandChosen', 'open-search'))
  act(() => emit('commandChosen', 'lock'))
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(sessionLock).not.toHaveBeenCalled()
  expect(screen.getByRole('heading', { level: 1, name: 'ログイン' })).toBeTruthy()
})
