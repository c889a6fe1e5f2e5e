import { act, cleanup, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import type { DeskBridge } from '../../src-shared/ipc/bridge.ts'
import { answer, refuse } from '../support/fake-desk.ts'
import { administrator, connectionIs, helpdesk, loggedIn, verificationOf } from '../support/fake-desk-data.ts'
import { renderDesk } from '../support/render-desk.tsx'

afterEach(cleanup)

const own = verificationOf('passed', 'awaited')
const others = {
  ...own,
  verificationId: '6a1f8a52-7d2f-4b53-9d4b-6f2f0a3c9e22',
  loginId: 'WR099999',
  operator: { userId: 'another', loginId: 'HD000002', userName: '窓口 次郎' },
}

/** The helpdesk’s desk at 本人確認待ち. */
async function openQueue(decide: DeskBridge['verifications']['decide'], session = {}) {
  const list = vi.fn<DeskBridge['verifications']['list']>(() =>
    answer({ items: [own, others], total: 2, nextCursor: null }),
  )
  const rendered = renderDesk({ sessionView: loggedIn(helpdesk) }, { verifications: { list, decide }, session })
  await rendered.user.click(await screen.findByRole('button', { name: '本人確認待ち' }))
  await screen.findByText('ご自分の確認')
  return { ...rendered, list }
}

test('the second person’s queue: others are approved, the own cannot be, an empty one says so (H2)', async () => {
  const decide = vi.fn<DeskBridge['verifications']['decide']>(() => answer(verificationOf('passed', 'approved')))
  const { user, list } = await openQueue(decide)
  expect(screen.getAllByRole('button', { name: /^承認 / })).toHaveLength(1)
  list.mockImplementation(() => answer({ items: [], total: 0, nextCursor: null }))
  await user.click(screen.getByRole('button', { name: '承認 WR099999' }))
  expect(decide).toHaveBeenCalledWith({ verificationId: others.verificationId, decision: 'approve' })
  expect(await screen.findByText('承認待ちの本人確認はありません')).toBeTruthy()
  expect(document.activeElement?.textContent).toBe('テスト テスト（WR099999）の本人確認を承認しました。')
})

test('an approval asks for the own password when it was entered too long ago, and then goes on (P14)', async () => {
  let isConfirmed = false
  const decide = vi.fn<DeskBridge['verifications']['decide']>(() =>
    isConfirmed ? answer(verificationOf('passed', 'refused')) : refuse('reauth_required'),
  )
  const reauthenticate = () => {
    isConfirmed = true
    return answer(loggedIn(helpdesk))
  }
  const { user } = await openQueue(decide, { reauthenticate })
  await user.click(screen.getByRole('button', { name: '承認しない WR099999' }))
  await user.type(await screen.findByLabelText('あなたのパスワード', { selector: 'input' }), 'mine{Enter}')
  expect(await screen.findByText('テスト テスト（WR099999）の本人確認を承認しませんでした。')).toBeTruthy()
  expect(decide).toHaveBeenCalledTimes(2)
  expect(decide).toHaveBeenLastCalledWith({ verificationId: others.verificationId, decision: 'refuse' })
})

test('Tab stays inside of the question for the own password, in both directions (U16)', async () => {
  const { user } = await openQueue(() => refuse('reauth_required'))
  await user.click(screen.getByRole('button', { name: '承認 WR099999' }))
  const dialog = await screen.findByRole('dialog')
  const [field, cancel] = [
    within(dialog).getByLabelText('あなたのパスワード', { selector: 'input' }),
    within(dialog).getByRole('button', { name: 'キャンセル' }),
  ]
  expect(document.activeElement).toBe(field)
  await user.tab({ shift: true })
  expect(document.activeElement).toBe(cancel)
  await user.tab()
  expect(document.activeElement).toBe(field)
})

test('somebody else was faster: the refusal is told beside the queue', async () => {
  const { user } = await openQueue(() => refuse('conflict'))
  await user.click(screen.getByRole('button', { name: '承認 WR099999' }))
  expect(await screen.findByText('同じ対象への操作が同時に行われました。')).toBeTruthy()
})

test('the queue is the helpdesk’s alone', async () => {
  const { user } = renderDesk({ sessionView: loggedIn(administrator) })
  await screen.findByRole('button', { name: 'パスワード再発行' })
  expect(screen.queryByText('本人確認待ち')).toBeNull()
  await user.keyboard('{Alt>}4{/Alt}')
  expect(screen.getByRole('heading', { name: 'メニュー' })).toBeTruthy()
})

test('on any screen the helpdesk sees how many wait, and hears of new ones without losing the focus (U15)', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  onTestFinished(() => void vi.useRealTimers())
  const found = (items: (typeof own)[]) => answer({ items, total: items.length, nextCursor: null })
  const list = vi.fn<DeskBridge['verifications']['list']>(() => found([own]))
  renderDesk({ sessionView: loggedIn(helpdesk) }, { verifications: { list } })
  await screen.findByRole('button', { name: 'パスワード再発行' })
  await waitFor(() => expect(list).toHaveBeenCalled())
  // The own ones are for others to approve.
  expect(screen.queryByRole('link', { name: /本人確認待ち.*1/ })).toBeNull()
  const focused = document.activeElement
  list.mockImplementation(() => found([own, others]))
  await act(() => vi.advanceTimersByTimeAsync(20_000))
  expect(await screen.findByRole('link', { name: /本人確認待ち.*1/ })).toBeTruthy()
  const told = screen.getAllByRole('status').map((status) => status.textContent)
  expect(told).toContain('新しい本人確認が 1 件、承認を待っています。')
  expect(document.activeElement).toBe(focused)
})

test('nobody else asks for the queue, and the helpdesk does not without the server', async () => {
  const list = vi.fn<DeskBridge['verifications']['list']>(() => answer({ items: [], total: 0, nextCursor: null }))
  renderDesk({ sessionView: loggedIn(administrator) }, { verifications: { list } })
  await screen.findByRole('button', { name: 'パスワード再発行' })
  cleanup()
  renderDesk({ sessionView: loggedIn(helpdesk), connection: connectionIs('unreachable') }, { verifications: { list } })
  await screen.findByRole('button', { name: 'パスワード再発行' })
  expect(list).not.toHaveBeenCalled()
})
