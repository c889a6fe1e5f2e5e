import { act, cleanup, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { DeskBridge } from '../../src-shared/ipc/bridge.ts'
import type { ConnectionView, ServerCheck, ServerView } from '../../src-shared/ipc/server-schema.ts'
import { answer, refuse } from '../support/fake-desk.ts'
import { administrator, info, loggedIn, offlineHistory, server } from '../support/fake-desk-data.ts'
import { renderDesk } from '../support/render-desk.tsx'

afterEach(cleanup)

const none: ServerView = { kind: 'none', url: null, isLocked: false, mayTryHere: true, certificate: null }
const given: ServerView = { ...none, kind: 'given', url: 'https://desk.example' }
const fingerprint = Array.from({ length: 32 }, (_, index) => (index + 16).toString(16).toUpperCase()).join(':')
const untrusted: ServerCheck = {
  url: 'https://desk.example',
  outcome: 'certificate_untrusted',
  certificate: {
    fingerprint,
    subject: 'CN=desk.example',
    issuer: 'CN=desk.example',
    validFrom: '2026-01-01T00:00:00.000Z',
    validTo: '2027-01-01T00:00:00.000Z',
    trust: 'none',
  },
  previousFingerprint: null,
  clockSkewMs: null,
}
const withoutTrial = { app: { readInfo: () => answer({ ...info, serverUrl: null, trial: undefined }) } }

test('where the organisation’s word about the server cannot be read, that is told and nothing is offered instead', async () => {
  renderDesk({ server: { ...none, isLocked: true, mayTryHere: false } }, withoutTrial)
  const heading = await screen.findByRole('heading', { name: '接続先が分かりません' })
  await waitFor(() => expect(document.activeElement).toBe(heading))
  expect(screen.getByRole('alert').textContent).toContain('rules_unreadable')
  expect(screen.queryByLabelText('サーバーのアドレス')).toBeNull()
  expect(screen.queryByRole('button', { name: '試してみる' })).toBeNull()
})

test('without a server the first start comes first; an address is tested before it is used, by keyboard alone', async () => {
  const connect = vi.fn<DeskBridge['server']['connect']>(({ url }) => answer({ ...given, url }))
  const { user } = renderDesk({ server: none }, { ...withoutTrial, server: { connect } })
  await screen.findByRole('heading', { name: '接続先を決める' })
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('サーバーのアドレス')))
  await user.keyboard('{Enter}')
  expect(screen.getByText('アドレスを入力してください。')).toBeTruthy()
  await user.keyboard('https://desk.example{Enter}')
  expect(await screen.findByText('接続できます。')).toBeTruthy()
  expect(connect).not.toHaveBeenCalled()
  screen.getByRole('button', { name: 'このサーバーに接続' }).focus()
  await user.keyboard('{Enter}')
  expect(connect).toHaveBeenCalledWith({ url: 'https://desk.example' })
})

test('an untrusted certificate is compared by its fingerprint, and trusted by two deliberate acts (E1)', async () => {
  const connect = vi.fn<DeskBridge['server']['connect']>(() => answer(given))
  const { user } = renderDesk(
    { server: none },
    { ...withoutTrial, server: { check: () => answer(untrusted), connect } },
  )
  await user.type(await screen.findByLabelText('サーバーのアドレス'), 'desk.example{Enter}')
  expect((await screen.findByRole('alert')).textContent).toContain('このPCは信頼していません')
  expect(screen.getByText('10:11:12:13')).toBeTruthy()
  expect(screen.getByText('2C:2D:2E:2F')).toBeTruthy()
  const trust = screen.getByRole('button', { name: 'この証明書を信頼して接続' })
  await user.click(trust)
  expect(connect).not.toHaveBeenCalled()
  await user.click(screen.getByRole('checkbox'))
  await user.click(trust)
  expect(connect).toHaveBeenCalledWith({ url: 'https://desk.example', trustedFingerprint: fingerprint })
})

test('a changed certificate shows both fingerprints; another address makes the result void', async () => {
  const changed: ServerCheck = {
    ...untrusted,
    outcome: 'certificate_changed',
    previousFingerprint: fingerprint.replaceAll('1', 'A'),
  }
  const { user } = renderDesk({ server: none }, { ...withoutTrial, server: { check: () => answer(changed) } })
  await user.type(await screen.findByLabelText('サーバーのアドレス'), 'desk.example{Enter}')
  expect(await screen.findByText('これまでのフィンガープリント')).toBeTruthy()
  expect(screen.getByText('新しいフィンガープリント')).toBeTruthy()
  expect(screen.getByText('A0:AA:A2:A3')).toBeTruthy()
  expect(screen.getByText('10:11:12:13')).toBeTruthy()
  await user.type(screen.getByLabelText('サーバーのアドレス'), 'x')
  expect(screen.queryByText('新しいフィンガープリント')).toBeNull()
})

test('an address that cannot be used, and a server that refuses, are told with their codes', async () => {
  const check = vi.fn<DeskBridge['server']['check']>(() => refuse('server_address_invalid'))
  const connect = () => refuse('not_a_desk_server')
  const { user } = renderDesk({ server: none }, { ...withoutTrial, server: { check, connect } })
  await user.type(await screen.findByLabelText('サーバーのアドレス'), 'http://desk.example{Enter}')
  expect((await screen.findByRole('alert')).textContent).toContain('server_address_invalid')
  check.mockImplementation(() => answer({ ...untrusted, outcome: 'usable' }))
  await user.click(screen.getByRole('button', { name: 'テスト' }))
  await user.click(await screen.findByRole('button', { name: 'このサーバーに接続' }))
  expect((await screen.findByRole('alert')).textContent).toContain('not_a_desk_server')
})

test('trying it here says that it takes a moment', async () => {
  const tryHere = vi.fn<DeskBridge['server']['tryHere']>(() => answer(server))
  const { user } = renderDesk({ server: none }, { ...withoutTrial, server: { tryHere } })
  await user.click(await screen.findByRole('button', { name: '試してみる' }))
  expect(tryHere).toHaveBeenCalledTimes(1)
  expect(await screen.findByText('試用サーバーを準備しています。数秒かかります…')).toBeTruthy()
})

test('the login screen leads to another server, and back', async () => {
  const { user } = renderDesk({ server: given })
  await user.click(await screen.findByRole('button', { name: '接続先を変更' }))
  expect(screen.getByLabelText('サーバーのアドレス')).toHaveProperty('value', 'https://desk.example')
  await user.click(screen.getByRole('button', { name: '戻る' }))
  expect(await screen.findByRole('heading', { name: 'ログイン' })).toBeTruthy()
})

test('from the settings the way back leads to the settings, not out of the work', async () => {
  const { user } = renderDesk({ server: given, sessionView: loggedIn(administrator) })
  await screen.findByRole('heading', { name: 'メニュー' })
  await user.keyboard('{Alt>}4{/Alt}')
  await user.click(await screen.findByRole('button', { name: '接続先を変更' }))
  expect(screen.queryByRole('heading', { name: '設定' })).toBeNull()
  await user.click(screen.getByRole('button', { name: '戻る' }))
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { name: '設定' })))
})

test('where the organisation has chosen, nothing is offered', async () => {
  renderDesk({ server: { ...given, isLocked: true, mayTryHere: false } })
  await screen.findByRole('heading', { name: 'ログイン' })
  expect(screen.queryByRole('button', { name: '接続先を変更' })).toBeNull()
})

test('the first start speaks English', async () => {
  const { user } = renderDesk({ server: none }, withoutTrial)
  await user.click(await screen.findByRole('button', { name: 'English' }))
  expect(await screen.findByRole('heading', { name: 'Choose a server' })).toBeTruthy()
})

const since = '2026-11-23T01:32:00.000Z'
const connected: ConnectionView = { state: 'connected', reason: null, since, clockSkewMs: 0 }

test.each<[Partial<ConnectionView>, string]>([
  [{ state: 'slow' }, 'サーバーの応答が遅れています'],
  [{ state: 'slow', reason: 'no_answer' }, 'サーバーの応答を待っています'],
  [{ state: 'unreachable', reason: 'server_down' }, 'サーバーかネットワークが停止しています'],
  [{ state: 'unreachable', reason: 'name_not_found' }, '名前が見つかりません'],
  [{ state: 'unreachable', reason: 'certificate_changed' }, '証明書が変わっています'],
  [{ state: 'unreachable', reason: 'not_a_desk_server' }, '別のサーバーが応答しています'],
])('the status bar tells the truth about the connection: %j (R14)', async (change, text) => {
  const { emit } = renderDesk({ sessionView: loggedIn(administrator) })
  expect((await screen.findByText('接続中')).closest('output')).toBeTruthy()
  act(() => emit('connectionChanged', { ...connected, ...change }))
  expect(screen.getByText(text)).toBeTruthy()
  expect(screen.queryByText('接続中')).toBeNull()
})

test('while the server is away, the status bar says since when, and as of when the history is', async () => {
  const read = () => answer({ ...offlineHistory, asOf: since, entries: 3 })
  const { emit } = renderDesk({ sessionView: loggedIn(administrator) }, { offlineHistory: { read } })
  await screen.findByText('接続中')
  act(() => emit('connectionChanged', { ...connected, state: 'unreachable', reason: 'server_down' }))
  expect(screen.getByText(/^\d\d:\d\d から$/)).toBeTruthy()
  expect(screen.getByText(/^履歴は .* 時点（このPCの時刻）$/)).toBeTruthy()
  act(() => emit('connectionChanged', connected))
  await waitFor(() => expect(screen.queryByText(/時点（/)).toBeNull())
})

test('clocks that differ by more than a minute are told, and whose clock counts', async () => {
  const { emit } = renderDesk({ sessionView: loggedIn(administrator) })
  await screen.findByText('接続中')
  act(() => emit('connectionChanged', { ...connected, clockSkewMs: 50_000 }))
  expect(screen.queryByText(/このPCの時計/)).toBeNull()
  act(() => emit('connectionChanged', { ...connected, clockSkewMs: -300_000 }))
  expect(screen.getByText(/このPCの時計は約 5 分進んでいます/)).toBeTruthy()
  expect(screen.getByText('有効期限はサーバーの時計で決まります。')).toBeTruthy()
})
