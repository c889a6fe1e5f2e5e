import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { DeskBridge } from '../../src-shared/ipc/bridge.ts'
import { answer, refuse } from '../support/fake-desk.ts'
import { helpdesk, rightAnswer, startedVerification, verificationOf } from '../support/fake-desk-data.ts'
import { establish, openTarget, say } from './verify-caller.ts'

afterEach(cleanup)

const begin = '本人確認を始める'
const focused = () => document.activeElement
const listing = (item: ReturnType<typeof verificationOf>) => () => answer({ items: [item], total: 1, nextCursor: null })
const longFromNow = () => new Date(Date.now() + 600_000).toISOString()

test('the focus goes on by itself: to the first number, the next question, what is missing, the outcome (U16)', async () => {
  const { user } = await openTarget()
  await user.click(await screen.findByRole('button', { name: begin }))
  expect(focused()).toBe(await screen.findByLabelText('会員の代表番号 ***-****-0020'))
  await say(user, '住所', rightAnswer)
  await screen.findByText('一致')
  expect(focused()).toBe(screen.getByLabelText('代表者名'))
  await user.click(screen.getByRole('button', { name: '合格' }))
  expect(focused()).toBe(screen.getByLabelText('会員の代表番号 ***-****-0020'))
  await user.click(screen.getByRole('button', { name: '不合格' }))
  expect(await screen.findByRole('heading', { name: '本人確認は不合格です' })).toBe(focused())
})

test('whoever goes on while an answer is compared is not called back, and both answers count', async () => {
  const pending: (() => void)[] = []
  const compare: DeskBridge['verifications']['answer'] = () =>
    new Promise((resolve) => {
      pending.push(() => resolve({ ok: true, value: { match: true, attemptsLeft: 3 } }))
    })
  const { user } = await openTarget({ verifications: { answer: compare } })
  await user.click(await screen.findByRole('button', { name: begin }))
  await screen.findByLabelText('住所')
  await say(user, '住所', rightAnswer)
  await user.type(screen.getByLabelText('契約番号'), rightAnswer)
  pending[0]?.()
  await screen.findByText('一致')
  expect(focused()).toBe(screen.getByLabelText('契約番号'))
  await user.keyboard('{Enter}')
  pending[1]?.()
  await waitFor(() => expect(screen.getAllByText('一致')).toHaveLength(2))
  expect(focused()).toBe(screen.getByLabelText('会員の代表番号 ***-****-0020'))
})

test('a pass leads to the reissue, which says until when it is good and has the focus', async () => {
  const { user } = await openTarget()
  await establish(user)
  await user.click(screen.getByRole('button', { name: '合格' }))
  expect((await screen.findByText('本人確認に合格しました。')).closest('p')).toBe(focused())
  expect(screen.getByText('2026年11月23日(月) 12:20（日本時間）まで、1回だけ使えます。')).toBeTruthy()
})

test('the Enter that confirms a conversion compares nothing (U4)', async () => {
  const compare = vi.fn<DeskBridge['verifications']['answer']>(() => answer({ match: true, attemptsLeft: 3 }))
  const { user } = await openTarget({ verifications: { answer: compare } })
  await user.click(await screen.findByRole('button', { name: begin }))
  const field = await screen.findByLabelText('住所')
  fireEvent.compositionStart(field)
  fireEvent.input(field, { target: { value: 'とうきょう' }, isComposing: true })
  await user.type(field, '{Enter}')
  expect(compare).not.toHaveBeenCalled()
  fireEvent.compositionEnd(field)
  await user.type(field, '{Enter}')
  expect(compare).toHaveBeenCalledOnce()
})

test('leaving an open verification asks first, and staying loses nothing', async () => {
  const { user } = await openTarget()
  await user.click(await screen.findByRole('button', { name: begin }))
  await user.type(await screen.findByLabelText('住所'), '東京')
  await user.keyboard('{Alt>}2{/Alt}')
  const question = await screen.findByRole('alertdialog', { name: '本人確認を途中でやめますか？' })
  await user.click(within(question).getByRole('button', { name: '本人確認を続ける' }))
  expect(screen.getByLabelText('住所')).toHaveProperty('value', '東京')
  await user.keyboard('{Alt>}2{/Alt}')
  await user.click(await screen.findByRole('button', { name: 'やめて離れる' }))
  expect(await screen.findByRole('heading', { name: '再発行履歴' })).toBeTruthy()
})

test('out of time: the operator is told so and can start over at once', async () => {
  const { user } = await openTarget({
    verifications: {
      answer: () => refuse('verification_used'),
      read: () => answer({ ...verificationOf('failed'), state: 'broken_off' }),
    },
  })
  await user.click(await screen.findByRole('button', { name: begin }))
  await screen.findByLabelText('住所')
  await say(user, '住所', rightAnswer)
  expect(await screen.findByText(/制限時間を過ぎたため/)).toBeTruthy()
  expect(focused()).toBe(screen.getByRole('button', { name: begin }))
})

test('the server’s word on the time limit is asked for when it is reached, without any step', async () => {
  const read = vi.fn<DeskBridge['verifications']['read']>(() =>
    answer({ ...verificationOf('failed'), state: 'broken_off' }),
  )
  const { user } = await openTarget({
    verifications: { start: () => answer({ ...startedVerification, expiresAt: longFromNow() }), read },
  })
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true })
  try {
    await user.click(await screen.findByRole('button', { name: begin }))
    await screen.findByLabelText('住所')
    expect(read).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(602_000)
  } finally {
    vi.useRealTimers()
  }
  expect(read).toHaveBeenCalled()
  expect(await screen.findByText(/制限時間を過ぎたため/)).toBeTruthy()
})

test('a pass that was left behind is gone on with, whoever locked the desk or left the screen', async () => {
  const passed = { ...verificationOf('passed', 'awaited'), passExpiresAt: longFromNow() }
  await openTarget({ verifications: { list: listing(passed), read: () => answer(passed) } })
  expect(await screen.findByText(/承認を待っています/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: begin })).toBeNull()
})

test.each([
  ['of another operator', { operator: { ...verificationOf('passed').operator, userId: 'another' } }],
  ['used already', { used: true }],
  ['run out', { passExpiresAt: '2020-01-01T00:00:00.000Z' }],
])('a pass %s is not gone on with', async (_, change) => {
  const passed = { ...verificationOf('passed'), passExpiresAt: longFromNow(), ...change }
  await openTarget({ verifications: { list: listing(passed) } })
  expect(await screen.findByRole('button', { name: begin })).toBeTruthy()
})

test('a verification that was never ended is told: it cannot be gone on with', async () => {
  const open = { ...verificationOf('failed'), state: 'open' as const }
  expect(open.operator.userId).toBe(helpdesk.userId)
  await openTarget({ verifications: { list: listing(open) } })
  expect(await screen.findByText(/前の本人確認は途中で終わっています/)).toBeTruthy()
  expect(screen.getByRole('button', { name: begin })).toBeTruthy()
})
