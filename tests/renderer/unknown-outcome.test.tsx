import { act, cleanup, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { checkDelayMs } from '../../src-renderer/features/reissue/model/check-delay.ts'
import { noSearch } from '../../src-renderer/features/user-search/model/search-memory.ts'
import type { DeskBridge } from '../../src-shared/ipc/bridge.ts'
import { answer, refuse } from '../support/fake-desk.ts'
import {
  administrator,
  connectionIs,
  loggedIn,
  receiptOf,
  staff,
  suggestedPassword,
} from '../support/fake-desk-data.ts'
import { renderDesk } from '../support/render-desk.tsx'

afterEach(cleanup)
afterEach(() => vi.useRealTimers())

const place = { screen: { name: 'reissue', userId: staff.userId }, search: noSearch } as const

/** Up to the screen that waits for the outcome; the second check is answered. */
async function loseTheAnswer() {
  const issue = vi.fn<DeskBridge['reissues']['issue']>(() => answer(receiptOf(staff)))
  issue.mockImplementationOnce(() => refuse('outcome_unknown'))
  issue.mockImplementationOnce(() => refuse('server_unreachable'))
  const rendered = renderDesk(
    { sessionView: loggedIn(administrator) },
    { place: { read: () => answer({ place }) }, reissues: { issue } },
  )
  const field = await screen.findByLabelText('新パスワード(半角英数32文字以内)', { selector: 'input' })
  await waitFor(() => expect(field).toHaveProperty('value', suggestedPassword))
  await rendered.user.type(field, '{Enter}')
  const question = within(await screen.findByRole('alertdialog'))
  // Not before: all the rest may take its time on a slow machine.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  question.getByRole('button', { name: '再発行' }).click()
  await vi.advanceTimersByTimeAsync(100)
  expect(screen.getByText('再発行の結果を確認しています')).toBeTruthy()
  return { ...rendered, issue }
}

const isDone = () => screen.queryByRole('heading', { name: '再発行完了' }) !== null

test('an unknown outcome resolves itself, with the same input, and then stops (U22)', async () => {
  const { issue } = await loseTheAnswer()
  expect(screen.getByText(/秒で自動的に確認します/)).toBeTruthy()
  await vi.advanceTimersByTimeAsync(3_000)
  expect(issue).toHaveBeenCalledTimes(2)
  expect(screen.getByText('server_unreachable', { exact: false })).toBeTruthy()
  await vi.advanceTimersByTimeAsync(3_000)
  expect([issue.mock.calls.length, isDone()]).toEqual([2, false])
  await vi.advanceTimersByTimeAsync(2_000)
  expect(isDone()).toBe(true)
  await vi.advanceTimersByTimeAsync(30_000)
  expect(issue.mock.calls).toEqual(
    Array.from({ length: 3 }, () => [{ userId: staff.userId, temporaryPassword: suggestedPassword }]),
  )
})

test('it is asked for at once when the server is there again (U22)', async () => {
  const { issue, emit } = await loseTheAnswer()
  act(() => emit('connectionChanged', connectionIs('unreachable')))
  await vi.advanceTimersByTimeAsync(100)
  act(() => emit('connectionChanged', connectionIs('connected')))
  await vi.advanceTimersByTimeAsync(100)
  expect(issue).toHaveBeenCalledTimes(2)
})

test.each([0, 1, 5, 100])('the %i. check of the outcome waits for seconds, not minutes (R4)', (checks) => {
  expect(checkDelayMs(checks)).toBeGreaterThanOrEqual(3_000)
  expect(checkDelayMs(checks)).toBeLessThanOrEqual(15_000)
})
