import { cleanup, screen, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { DeskBridge } from '../../src-shared/ipc/bridge.ts'
import { answer, refuse } from '../support/fake-desk.ts'
import { administrator, receiptOf, startedVerification, verificationOf } from '../support/fake-desk-data.ts'
import { establish, openTarget, say } from './verify-caller.ts'

afterEach(cleanup)

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
  expect(screen.getByText('不一致はあと2回で不合格になります。')).toBeTruthy()
  await say(user, '住所', '京都')
  expect(await screen.findByText('不一致はあと1回で不合格になります。')).toBeTruthy()
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
