import { act, cleanup, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
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
  note: '控えで番号を確かめた。',
}

/** The helpdesk’s desk at 本人確認待ち. */
async function openQueue(decide: DeskBridge['verifications']['decide'], session = {}, language: 'ja' | 'en' = 'ja') {
  const list = vi.fn<DeskBridge['verifications']['list']>(() =>
    answer({ items: [own, others], total: 2, nextCursor: null }),
  )
  const rendered = renderDesk(
    { sessionView: loggedIn(helpdesk), settings: { language } },
    { verifications: { list, decide }, session },
  )
  await rendered.user.click(await screen.findByRole('button', { name: /^(本人確認待ち|Awaiting approval)$/ }))
  await screen.findByText(/^(ご自分の確認|Your own)$/)
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
    isConfirmed ? answer(verificationOf('passed', 'approved')) : refuse('reauth_required'),
  )
  const reauthenticate = () => {
    isConfirmed = true
    return answer(loggedIn(helpdesk))
  }
  const { user } = await openQueue(decide, { reauthenticate })
  await user.click(screen.getByRole('button', { name: '承認 WR099999' }))
  await user.type(await screen.findByLabelText('あなたのパスワード', { selector: 'input' }), 'mine{Enter}')
  expect(await screen.findByText('テスト テスト（WR099999）の本人確認を承認しました。')).toBeTruthy()
  expect(decide).toHaveBeenCalledTimes(2)
  expect(decide).toHaveBeenLastCalledWith({ verificationId: others.verificationId, decision: 'approve' })
})

test('a row says for whom, by whom, when and what was noted; above it stands what every pass has established', async () => {
  await openQueue(() => refuse('conflict'))
  const row = screen.getByRole('row', { name: /WR099999/ })
  const cells = within(row).getAllByRole('cell')
  expect(cells.map((cell) => cell.textContent)).toEqual([
    'テスト テストEJUU128951TST0020000',
    'テスト テストWR099999',
    '窓口 次郎 HD0000022026/11/23(月) 12:05メモ：控えで番号を確かめた。',
    '2026/11/23(月) 12:20',
    '承認承認しない',
  ])
  expect(screen.getByText(/登録番号への折り返し、企業情報2件以上の一致/)).toBeTruthy()
})

describe('承認しない asks once before it is final (U17)', () => {
  const words = {
    ja: { row: '承認しない WR099999', final: '承認しない', cancel: 'キャンセル', told: /承認しませんでした。$/ },
    en: { row: 'Do not approve WR099999', final: 'Do not approve', cancel: 'Cancel', told: /^You did not approve/ },
  } as const
  const ask = async (decide: DeskBridge['verifications']['decide'], language: 'ja' | 'en' = 'ja') => {
    const opened = await openQueue(decide, {}, language)
    const say = words[language]
    const opener = screen.getByRole('button', { name: say.row })
    opener.focus()
    await opened.user.keyboard('{Enter}')
    const dialog = screen.getByRole('alertdialog')
    const answers = {
      final: within(dialog).getByRole('button', { name: say.final }),
      cancel: within(dialog).getByRole('button', { name: say.cancel }),
    }
    return { ...opened, ...answers, say, opener, dialog }
  }
  const refused = () => answer(verificationOf('passed', 'refused'))

  test.each(['ja', 'en'] as const)('by keyboard alone, and tells that it is done (%s)', async (language) => {
    const decide = vi.fn<DeskBridge['verifications']['decide']>(refused)
    const { user, list, dialog, final, cancel, say } = await ask(decide, language)
    for (const fact of ['WR099999', 'EJUU128951TST0020000', '窓口 次郎']) expect(dialog.textContent).toContain(fact)
    expect(document.activeElement).toBe(cancel)
    expect(decide).not.toHaveBeenCalled()
    list.mockImplementation(() => answer({ items: [own], total: 1, nextCursor: null }))
    await user.tab({ shift: true })
    expect(document.activeElement).toBe(final)
    await user.keyboard('{Enter}')
    expect(decide).toHaveBeenCalledExactlyOnceWith({ verificationId: others.verificationId, decision: 'refuse' })
    expect((await screen.findByText(say.told)).textContent).toContain('WR099999')
    expect(screen.queryByRole('alertdialog')).toBeNull()
    expect(document.activeElement?.textContent).toMatch(say.told)
  })

  test('Enter on what has the focus, or Escape, leaves everything as it was, and the focus is on the row again', async () => {
    const decide = vi.fn<DeskBridge['verifications']['decide']>(refused)
    const { user, opener, dialog } = await ask(decide)
    await user.keyboard('{Enter}')
    await waitFor(() => expect(document.activeElement).toBe(opener))
    expect(dialog.isConnected).toBe(false)
    await user.keyboard('{Enter}')
    // happy-dom’s dialog knows no Escape: the browser’s own `cancel` stands for it.
    screen.getByRole('alertdialog').dispatchEvent(new Event('cancel', { cancelable: true }))
    await waitFor(() => expect(document.activeElement).toBe(opener))
    expect(screen.queryByRole('alertdialog')).toBeNull()
    expect(decide).not.toHaveBeenCalled()
  })

  test('what failed is told in the question, which stays open; closed, it is told no more', async () => {
    const { user, list, final, cancel, dialog } = await ask(() => refuse('conflict'))
    list.mockImplementation(() => answer({ items: [own], total: 1, nextCursor: null }))
    await user.click(final)
    expect((await within(dialog).findByRole('alert')).textContent).toContain('同じ対象への操作が同時に行われました。')
    expect(document.activeElement).toBe(final)
    await waitFor(() => expect(screen.queryByText('WR099999')).toBeNull())
    await user.click(cancel)
    expect(screen.queryByText('同じ対象への操作が同時に行われました。')).toBeNull()
    // The row has gone in the meantime.
    await waitFor(() => expect(document.activeElement?.textContent).toBe('本人確認待ち'))
  })

  test('once is enough: while it is recorded, the answer cannot be given again, and says what is awaited', async () => {
    const recorded = Promise.withResolvers<Awaited<ReturnType<typeof refused>>>()
    const decide = vi.fn<DeskBridge['verifications']['decide']>(() => recorded.promise)
    const { user, final } = await ask(decide)
    await user.dblClick(final)
    expect(final.textContent).toBe('記録しています…')
    await user.keyboard('{Enter}')
    expect(decide).toHaveBeenCalledOnce()
    recorded.resolve(await refused())
    expect(await screen.findByText(words.ja.told)).toBeTruthy()
  })
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
  await user.keyboard('{Alt>}3{/Alt}')
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
  expect(told).toContain('新しい本人確認が1件、承認を待っています。')
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
