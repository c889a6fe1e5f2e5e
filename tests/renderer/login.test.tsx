import { act, cleanup, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { DeskBridge } from '../../src-shared/ipc/bridge.ts'
import { answer, refuse } from '../support/fake-desk.ts'
import { administrator, info, loggedIn, staff, connectionIs } from '../support/fake-desk-data.ts'
import { renderDesk } from '../support/render-desk.tsx'

afterEach(cleanup)

const traceId = '018f6f2e-7f4b-7c7a-9a43-2f6f1f0c9a10'
const forgotten = /^パスワードが不明な場合/

test('the trial card fills the form, and logging in leads to the menu', async () => {
  const { user } = renderDesk()
  const accounts = await screen.findAllByRole('listitem')
  await user.click(within(accounts[0] ?? document.body).getByRole('button', { name: 'この内容で入力' }))
  const submit = screen.getByRole('button', { name: 'ログイン' })
  expect(document.activeElement).toBe(submit)
  await user.click(submit)

  expect(await screen.findByRole('heading', { name: 'メニュー' })).toBeTruthy()
  const identity = screen.getByLabelText('ログイン中のID')
  expect([...identity.querySelectorAll('dt')].map((term) => term.textContent)).toEqual([
    '会員ID',
    '会員名',
    'ログインID',
    'ユーザ名',
    'ロール名',
  ])
  expect(identity.textContent).toContain('参加管理者')
})

test('full-width IDs are taken as meant, passwords as typed (U1, ASVS 6.2.8)', async () => {
  const logIn = vi.fn<DeskBridge['session']['logIn']>(() => answer(loggedIn(administrator)))
  const { user } = renderDesk({}, { session: { logIn } })
  await user.type(await screen.findByLabelText('ログインID'), ' ＷＲ０１２７３９ ')
  await user.type(screen.getByLabelText('パスワード'), ' ａ b ')
  await user.keyboard('{Enter}')
  await screen.findByRole('heading', { name: 'メニュー' })
  expect(logIn).toHaveBeenCalledWith({ loginId: 'WR012739', password: ' ａ b ' })
})

test('a refused login says what happened, what to do and the code, and counts the wait down', async () => {
  const logIn = vi.fn<DeskBridge['session']['logIn']>(() =>
    refuse('too_many_attempts', { retryAfterSeconds: 30, traceId }),
  )
  const { user } = renderDesk({}, { session: { logIn } })
  await user.type(await screen.findByLabelText('ログインID'), 'WR012739')
  expect(screen.getByText(forgotten)).toBeTruthy()
  await user.type(screen.getByLabelText('パスワード'), 'wrong{Enter}')

  const alert = await screen.findByRole('alert')
  expect(alert.textContent).toContain('試行の回数が多すぎます。')
  expect(alert.textContent).toContain('too_many_attempts')
  // Enough of the request's number to quote; the whole of it on demand.
  expect(alert.textContent).toContain('受付番号 018f6f2e')
  expect(alert.textContent).not.toContain(traceId)
  expect(screen.getByTitle(traceId)).toBeTruthy()
  // Said by the error already.
  expect(screen.queryByText(forgotten)).toBeNull()
  expect(alert.textContent).toMatch(/あと (30|29) 秒/)
  await user.click(screen.getByRole('button', { name: 'ログイン' }))
  expect(logIn).toHaveBeenCalledTimes(1)
})

test('empty fields are told without asking the server', async () => {
  const logIn = vi.fn<DeskBridge['session']['logIn']>(() => refuse('invalid_credentials'))
  const { user } = renderDesk({}, { session: { logIn } })
  await user.click(await screen.findByRole('button', { name: 'ログイン' }))
  expect(screen.getByText('ログインIDを入力してください。')).toBeTruthy()
  expect(screen.getByText('パスワードを入力してください。')).toBeTruthy()
  expect(logIn).not.toHaveBeenCalled()
  // The first field with a fault has the focus.
  expect(document.activeElement).toBe(screen.getByLabelText('ログインID'))
  await user.keyboard('WR012739{Enter}')
  expect(document.activeElement).toBe(screen.getByLabelText('パスワード'))
})

test('“not reachable” goes away once the server is there again, and that is told', async () => {
  const { user, emit } = renderDesk({}, { session: { logIn: () => refuse('server_unreachable') } })
  await user.type(await screen.findByLabelText('ログインID'), 'WR012739')
  await user.type(screen.getByLabelText('パスワード'), 'secret{Enter}')
  await screen.findByRole('alert')
  act(() => emit('connectionChanged', connectionIs('unreachable')))
  act(() => emit('connectionChanged', connectionIs('connected')))
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
  expect(screen.getByText('接続が戻りました。')).toBeTruthy()
  expect(screen.getByLabelText('パスワード')).toHaveProperty('value', 'secret')
})

test('any other error stays when the connection comes back', async () => {
  const { user, emit } = renderDesk({}, { session: { logIn: () => refuse('invalid_credentials') } })
  await user.type(await screen.findByLabelText('ログインID'), 'WR012739')
  await user.type(screen.getByLabelText('パスワード'), 'wrong{Enter}')
  await screen.findByRole('alert')
  act(() => emit('connectionChanged', connectionIs('unreachable')))
  act(() => emit('connectionChanged', connectionIs('connected')))
  expect(screen.getByRole('alert').textContent).toContain('invalid_credentials')
  expect(screen.queryByText('接続が戻りました。')).toBeNull()
})

test('the login screen speaks either language, and says which', async () => {
  const { user } = renderDesk()
  const japanese = await screen.findByRole('button', { name: '日本語' })
  expect(japanese.getAttribute('aria-pressed')).toBe('true')
  await user.type(screen.getByLabelText('ログインID'), 'WR01')
  await user.click(screen.getByRole('button', { name: 'English' }))
  expect(await screen.findByRole('heading', { name: 'Log in' })).toBeTruthy()
  expect(screen.getByLabelText('Login ID')).toHaveProperty('value', 'WR01')
})

test('without known sample passwords the card tells how to make new ones', async () => {
  renderDesk({}, { app: { readInfo: () => answer({ ...info, trial: { accounts: [] } }) } })
  expect(await screen.findByText('npm start -- --fresh')).toBeTruthy()
})

test('the login screen tells why a session ended', async () => {
  const { emit } = renderDesk({ sessionView: loggedIn(administrator) })
  await screen.findByRole('heading', { name: 'メニュー' })
  emit('sessionChanged', { session: null, locked: false, isOffline: false, endedBecause: 'session_ended' })
  expect(await screen.findByText('このログインは終了しています。')).toBeTruthy()
  expect(screen.getByText('コード session_ended')).toBeTruthy()
})

test('a start without the main process is told and can be tried again (U23)', async () => {
  const readInfo = vi.fn<DeskBridge['app']['readInfo']>(() => answer(info))
  readInfo.mockImplementationOnce(() => refuse('server_not_started'))
  const { user } = renderDesk({}, { app: { readInfo } })
  await user.click(await screen.findByRole('button', { name: 'もう一度' }))
  expect(await screen.findByRole('heading', { name: 'ログイン' })).toBeTruthy()
})

test('staff are told that the app is not for them, and can log out', async () => {
  const { user } = renderDesk({ sessionView: loggedIn(staff) })
  expect(await screen.findByRole('heading', { name: 'このアプリは管理者の方向けです' })).toBeTruthy()
  expect(screen.queryByRole('navigation')).toBeNull()
  await user.click(screen.getByRole('button', { name: 'ログアウト' }))
  expect(await screen.findByRole('heading', { name: 'ログイン' })).toBeTruthy()
})
