import { act, cleanup, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { administrator, helpdesk, loggedIn, loggedOut, staff } from '../support/fake-desk-data.ts'
import { renderDesk } from '../support/render-desk.tsx'

beforeEach(() => sessionStorage.clear())
afterEach(cleanup)

const heading = (name: string) => screen.findByRole('heading', { level: 1, name })

/** What has the focus belongs to the screen and is told by a screen reader: the heading, a field, a list or a control. */
function expectFocus(): void {
  const focused = document.activeElement
  expect(focused).not.toBe(document.body)
  expect(focused?.matches('h1, h2, h3, input, textarea, select, button, p, [role=grid], [role=link]')).toBe(true)
}

test('a walk through every screen by keyboard: the focus is never lost (U16)', async () => {
  const { user } = renderDesk({ sessionView: loggedIn(helpdesk) })
  await heading('メニュー')
  const stops = [
    ['{Alt>}1{/Alt}', 'ユーザー検索'],
    ['{Alt>}2{/Alt}', '再発行履歴'],
    ['{Alt>}3{/Alt}', '本人確認待ち'],
    ['{Alt>}4{/Alt}', '設定'],
    ['{F1}', 'ヘルプ'],
    ['{Escape}', '設定'],
    ['{Alt>}0{/Alt}', 'メニュー'],
  ] as const
  for (const [keys, title] of stops) {
    await user.keyboard(keys)
    await heading(title)
    await vi.waitFor(expectFocus)
    expect(document.activeElement?.closest('main'), title).not.toBeNull()
  }
})

test('locking, unlocking, logging out: each time what comes next has the focus (U16)', async () => {
  const { user } = renderDesk({ sessionView: loggedIn(administrator) })
  await heading('メニュー')
  await user.click(screen.getByRole('button', { name: 'ロック' }))
  await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('パスワード')))
  await user.keyboard('secret{Enter}')
  expect(document.activeElement).toBe(await heading('メニュー'))
  await user.click(screen.getByRole('button', { name: 'ログアウト' }))
  await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('ログインID')))
})

test('choosing a password first, and the page of the staff, start with the focus on them (U16)', async () => {
  renderDesk({ sessionView: loggedIn(staff, true) })
  await screen.findByRole('heading', { level: 1 })
  await vi.waitFor(expectFocus)
  cleanup()
  renderDesk({ sessionView: loggedIn(staff) })
  await screen.findByRole('heading', { level: 1 })
  await vi.waitFor(expectFocus)
})

test('what has the focus may vanish or be switched off: the heading takes it (U16)', async () => {
  renderDesk({ sessionView: loggedIn(administrator) })
  const title = await heading('メニュー')
  const host = document.createElement('div')
  document.body.append(host)
  for (const lose of [
    (button: HTMLButtonElement) => button.remove(),
    (button: HTMLButtonElement) => {
      button.blur()
      button.disabled = true
    },
  ]) {
    const button = document.createElement('button')
    host.append(button)
    button.focus()
    expect(document.activeElement).toBe(button)
    lose(button)
    await vi.waitFor(() => expect(document.activeElement).toBe(title))
  }
  host.remove()
})

test('a click beside everything is nobody’s loss', async () => {
  const { user } = renderDesk({ sessionView: loggedIn(administrator) })
  await heading('メニュー')
  const entry = screen.getByRole('button', { name: '設定' })
  entry.focus()
  entry.blur()
  await user.keyboard('{Shift}')
  document.body.append(document.createComment('a change'))
  await new Promise((resolve) => setTimeout(resolve, 80))
  expect(document.activeElement).toBe(document.body)
})

test('Escape leaves 接続先を決める where there is a way back, and nothing happens to what was typed before', async () => {
  const { user } = renderDesk({ sessionView: loggedOut })
  await user.type(await screen.findByLabelText('ログインID'), 'WR0')
  await user.click(screen.getByRole('button', { name: '接続先を変更' }))
  await heading('接続先を決める')
  await user.keyboard('{Escape}')
  const field = await screen.findByLabelText<HTMLInputElement>('ログインID')
  expect(field.value).toBe('WR0')
  expect(document.activeElement).toBe(field)
})

test('the identity line says the seed’s five facts in its order', async () => {
  renderDesk({ sessionView: loggedIn(administrator) })
  await heading('メニュー')
  const line = screen.getByLabelText('ログイン中のID')
  expect(line.textContent).toBe(
    '会員IDEJUU128951TST0020000会員名テスト テストログインIDWR012739ユーザ名テスト テストロール名参加管理者',
  )
})

test('the same words twice are announced twice (U15)', async () => {
  const { emit } = renderDesk({ sessionView: { ...loggedIn(administrator), isOffline: true } })
  await heading('メニュー')
  act(() => emit('commandChosen', 'open-search'))
  const first = await screen.findByText('サーバーにつながると使えます。', { selector: 'output *' })
  act(() => emit('commandChosen', 'open-search'))
  const second = await screen.findByText('サーバーにつながると使えます。', { selector: 'output *' })
  expect(second).not.toBe(first)
})
