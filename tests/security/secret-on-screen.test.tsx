import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { DeskBridge } from '../../src-shared/ipc/bridge.ts'
import { answer } from '../support/fake-desk.ts'
import { administrator, loggedIn, suggestedPassword } from '../support/fake-desk-data.ts'
import { renderDesk } from '../support/render-desk.tsx'

afterEach(cleanup)
afterEach(() => vi.useRealTimers())

const passwordLabel = '新パスワード(半角英数32文字以内)'
type User = ReturnType<typeof renderDesk>['user']

async function openReissue(user: User) {
  await user.click(await screen.findByRole('button', { name: 'パスワード再発行' }))
  await user.click(screen.getByRole('button', { name: '検索' }))
  await user.click(await screen.findByRole('link', { name: 'CZ021017' }))
}

async function issue(user: User) {
  const field = await screen.findByLabelText(passwordLabel, { selector: 'input' })
  await waitFor(() => expect(field).toHaveProperty('value', suggestedPassword))
  await user.click(screen.getByRole('button', { name: '再発行' }))
  await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: '再発行' }))
  await screen.findByRole('heading', { name: '再発行完了' })
}

test('S-14: nothing of a temporary password is painted before the window is kept out of screen captures (E39)', async () => {
  let allow: () => void = () => undefined
  const asked: boolean[] = []
  const protectContent = vi.fn<DeskBridge['app']['protectContent']>(async ({ isOn }) => {
    asked.push(isOn)
    if (isOn) await new Promise<void>((resolve) => (allow = resolve))
    return await answer({})
  })
  const { user } = renderDesk({ sessionView: loggedIn(administrator) }, { app: { protectContent } })
  await openReissue(user)
  await waitFor(() => expect(asked).toEqual([true]))
  expect(screen.queryByLabelText(passwordLabel, { selector: 'input' })).toBeNull()
  allow()
  await screen.findByLabelText(passwordLabel, { selector: 'input' })
  await user.click(screen.getByRole('button', { name: '戻る' }))
  await waitFor(() => expect(asked).toEqual([true, false]))
})

test('S-14: the password is covered by hand, after a minute, and where the settings say so when another window has the focus (E39)', async () => {
  const { user } = renderDesk({ sessionView: loggedIn(administrator), settings: { hideOnBlur: true } })
  await openReissue(user)
  await issue(user)
  const page = () => document.body.textContent ?? ''
  expect(page()).toContain(suggestedPassword)
  fireEvent(window, new Event('blur'))
  expect(page()).not.toContain(suggestedPassword)
  expect(page()).toContain('のぞき見を防ぐため')
  fireEvent(window, new Event('focus'))
  expect(page()).not.toContain(suggestedPassword)
  await user.click(screen.getByRole('button', { name: '表示する' }))
  expect(page()).toContain(suggestedPassword)
  await user.click(screen.getByRole('button', { name: '隠す' }))
  expect(page()).not.toContain(suggestedPassword)
  vi.useFakeTimers()
  fireEvent.click(screen.getByRole('button', { name: '表示する' }))
  expect(page()).toContain(suggestedPassword)
  act(() => void vi.advanceTimersByTime(60_000))
  expect(page()).not.toContain(suggestedPassword)
})
