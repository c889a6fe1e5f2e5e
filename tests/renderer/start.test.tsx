import { cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { App } from '../../src-renderer/app/app.tsx'
import { answeredInTime, readStart } from '../../src-renderer/app/start-gate.tsx'
import { createFakeDesk, refuse } from '../support/fake-desk.ts'

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

test('what is known when the page begins is shown at once, in the language and colours of the settings', async () => {
  const { desk } = createFakeDesk({ settings: { language: 'en', theme: 'dark' } })
  render(<App desk={desk} start={await readStart(desk)} />)
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Log in')
  expect(document.documentElement.lang).toBe('en')
  expect(document.documentElement.dataset['theme']).toBe('dark')
})

test('an answer that is late or fails is left to the page, which tells a failure and tries again', async () => {
  vi.useFakeTimers()
  const late = answeredInTime(new Promise(() => undefined))
  await vi.advanceTimersByTimeAsync(100)
  expect(await late).toBeUndefined()
  vi.useRealTimers()

  const { desk } = createFakeDesk()
  const reading = readStart({ ...desk, session: { ...desk.session, read: () => refuse('app_error') } })
  expect(await answeredInTime(reading)).toBeUndefined()
  render(<App desk={desk} reading={reading} />)
  await userEvent.click(await screen.findByRole('button', { name: 'もう一度' }))
  expect(await screen.findByRole('heading', { level: 1, name: 'ログイン' })).toBeTruthy()
})
