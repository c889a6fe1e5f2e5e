import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { DeskBridge } from '../../src-shared/ipc/bridge.ts'
import { answer, refuse, type DeskOverrides } from '../support/fake-desk.ts'
import {
  administrator,
  detailOf,
  helpdesk,
  loggedIn,
  receiptOf,
  rightAnswer,
  startedVerification,
  verificationOf,
} from '../support/fake-desk-data.ts'
import { renderDesk } from '../support/render-desk.tsx'

afterEach(cleanup)

const target = {
  ...detailOf({ ...administrator, state: 'active' as const, passwordState: 'active' as const }),
  permissions: { reissue: { code: 'verification_required' as const } },
}

async function openTarget(overrides: DeskOverrides = {}) {
  const rendered = renderDesk(
    { sessionView: loggedIn(helpdesk) },
    { users: { read: () => answer(target) }, ...overrides },
  )
  const { user } = rendered
  await user.click(await screen.findByRole('button', { name: 'パスワード再発行' }))
  await user.click(screen.getByRole('button', { name: '検索' }))
  await user.click(await screen.findByRole('link', { name: administrator.loginId }))
  await screen.findByRole('heading', { name: '本人確認' })
  return rendered
}

type User = Awaited<ReturnType<typeof openTarget>>['user']

const say = async (user: User, fact: string, said: string) => {
  const field = screen.getByLabelText(fact)
  await user.type(field, `${said}{Enter}`)
}

async function establish(user: User) {
  await user.click(screen.getByRole('button', { name: '本人確認を始める' }))
  await user.click(await screen.findByLabelText('ご本人の番号 ***-****-2739'))
  await say(user, '住所', rightAnswer)
  await waitFor(() => expect(screen.getAllByText('一致')).toHaveLength(1))
  await say(user, '代表者名', rightAnswer)
  await waitFor(() => expect(screen.getAllByText('一致')).toHaveLength(2))
  await user.click(screen.getByLabelText('3. 電話の相手は、管理者ご本人です'))
}

test('before the verification there is no way to reissue; after it, it is passed on with the reissue (H1)', async () => {
  const issue = vi.fn<DeskBridge['reissues']['issue']>(() => answer(receiptOf(administrator)))
  const conclude = vi.fn<DeskBridge['verifications']['conclude']>(() => answer(verificationOf('passed')))
  const { user } = await openTarget({
    reissues: { issue },
    verifications: { conclude, read: () => answer(verificationOf('passed')) },
  })
  expect(screen.queryByRole('button', { name: '再発行' })).toBeNull()
  await establish(user)
  await user.click(screen.getByRole('button', { name: '合格' }))
  const { verificationId } = startedVerification
  expect(conclude).toHaveBeenCalledWith({
    verificationId,
    outcome: 'passed',
    callerIsAdministrator: true,
    callbackNumberId: 'user',
  })
  await user.click(await screen.findByRole('button', { name: '再発行' }))
  await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: '再発行' }))
  expect(await screen.findByRole('heading', { name: '再発行完了' })).toBeTruthy()
  expect(issue).toHaveBeenCalledWith(expect.objectContaining({ verificationId }))
})

test('a pass asked for too early says what is missing, in the order of the steps', async () => {
  const conclude = vi.fn<DeskBridge['verifications']['conclude']>()
  const { user } = await openTarget({ verifications: { conclude } })
  await user.click(screen.getByRole('button', { name: '本人確認を始める' }))
  await user.click(await screen.findByRole('button', { name: '合格' }))
  const missing = within(screen.getByRole('alert')).getAllByRole('listitem')
  expect(missing.map((item) => item.textContent)).toEqual([
    '折り返した番号を選んでください。',
    '企業情報が2件以上一致する必要があります。',
    'ご本人であることを確かめてください。',
  ])
  expect(conclude).not.toHaveBeenCalled()
})

test('a wrong answer is told with the tries that are left; the last one ends it', async () => {
  let left = 3
  const { user } = await openTarget({
    verifications: { answer: () => answer({ match: false, attemptsLeft: (left -= 1) }) },
  })
  await user.click(screen.getByRole('button', { name: '本人確認を始める' }))
  await screen.findByLabelText('住所')
  await say(user, '住所', '大阪')
  expect(await screen.findByText('不一致')).toBeTruthy()
  expect(screen.getByText('不一致はあと 2 回で不合格になります。')).toBeTruthy()
  await say(user, '住所', '京都')
  expect(await screen.findByText('不一致はあと 1 回で不合格になります。')).toBeTruthy()
  await say(user, '住所', '神戸')
  expect(await screen.findByText('本人確認は不合格です')).toBeTruthy()
  expect(screen.queryByRole('button', { name: '再発行' })).toBeNull()
})

test('a suspicious call is one click, before anything was asked (H5)', async () => {
  const conclude = vi.fn<DeskBridge['verifications']['conclude']>(() => answer(verificationOf('suspicious')))
  const { user } = await openTarget({ verifications: { conclude } })
  await user.click(screen.getByRole('button', { name: '不審な電話' }))
  expect(await screen.findByText('不審な電話として記録しました')).toBeTruthy()
  expect(conclude).toHaveBeenCalledWith(expect.objectContaining({ outcome: 'suspicious' }))
})

test('a pass that waits for a second person leads on by itself when approved (H2)', async () => {
  let approval: 'awaited' | 'approved' = 'awaited'
  const { user } = await openTarget({
    verifications: {
      conclude: () => answer(verificationOf('passed', 'awaited')),
      read: () => answer(verificationOf('passed', approval)),
    },
  })
  await establish(user)
  await user.click(screen.getByRole('button', { name: '合格' }))
  expect(await screen.findByText(/別のヘルプデスク担当者の承認を待っています/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: '再発行' })).toBeNull()
  approval = 'approved'
  expect(await screen.findByRole('button', { name: '再発行' }, { timeout: 10_000 })).toBeTruthy()
}, 15_000)

test('a pass that has run out leads back to the verification', async () => {
  const { user } = await openTarget({ reissues: { issue: () => refuse('verification_used') } })
  await establish(user)
  await user.click(screen.getByRole('button', { name: '合格' }))
  await user.click(await screen.findByRole('button', { name: '再発行' }))
  await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: '再発行' }))
  await user.click(await screen.findByRole('button', { name: '本人確認をやり直す' }))
  expect(await screen.findByRole('button', { name: '本人確認を始める' })).toBeTruthy()
})

test('the second person’s queue: others are approved, the own cannot be, an empty one says so (H2)', async () => {
  const own = verificationOf('passed', 'awaited')
  const others = {
    ...own,
    verificationId: '6a1f8a52-7d2f-4b53-9d4b-6f2f0a3c9e22',
    loginId: 'WR099999',
    operator: { userId: 'another', loginId: 'HD000002', userName: '窓口 次郎' },
  }
  let items = [own, others]
  const decide = vi.fn<DeskBridge['verifications']['decide']>(() => {
    items = []
    return answer(verificationOf('passed', 'approved'))
  })
  const list = () => answer({ items, total: items.length, nextCursor: null })
  const { user } = renderDesk({ sessionView: loggedIn(helpdesk) }, { verifications: { list, decide } })
  await user.click(await screen.findByRole('button', { name: '本人確認待ち' }))
  expect(await screen.findByText('ご自分の確認')).toBeTruthy()
  expect(screen.getAllByRole('button', { name: /^承認 / })).toHaveLength(1)
  await user.click(screen.getByRole('button', { name: '承認 WR099999' }))
  expect(decide).toHaveBeenCalledWith({ verificationId: others.verificationId, decision: 'approve' })
  expect(await screen.findByText('承認待ちの本人確認はありません')).toBeTruthy()
})

test('the queue is the helpdesk’s alone', async () => {
  const { user } = renderDesk({ sessionView: loggedIn(administrator) })
  await screen.findByRole('button', { name: 'パスワード再発行' })
  expect(screen.queryByText('本人確認待ち')).toBeNull()
  await user.keyboard('{Alt>}4{/Alt}')
  expect(screen.getByRole('heading', { name: 'メニュー' })).toBeTruthy()
})
