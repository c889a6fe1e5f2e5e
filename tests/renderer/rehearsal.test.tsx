import { act, cleanup, render, screen } from '@testing-library/react'
import { useEffect } from 'react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { App } from '../../src-renderer/app/app.tsx'
import { preloadScreens } from '../../src-renderer/app/later-screens.ts'
import { Rehearsal, RehearsesContext } from '../../src-renderer/app/rehearsal.tsx'
import { createFakeDesk } from '../support/fake-desk.ts'
import { administrator, loggedIn } from '../support/fake-desk-data.ts'

await preloadScreens()

beforeEach(() => {
  vi.stubGlobal('requestIdleCallback', (then: () => void) => setTimeout(then, 0))
  vi.stubGlobal('cancelIdleCallback', clearTimeout)
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

const spies = () => ({ rendered: vi.fn(), effect: vi.fn() })

function Part({ rendered, effect }: ReturnType<typeof spies>) {
  rendered()
  useEffect(() => effect())
  return <p>part</p>
}
const rehearse = (isWanted: boolean, { rendered, effect }: ReturnType<typeof spies>, alive = spies()) => (
  <RehearsesContext value={isWanted}>
    <Rehearsal alive={<Part {...alive} />}>
      <Part rendered={rendered} effect={effect} />
    </Rehearsal>
  </RehearsesContext>
)
/** Without the screens that are in the page already, hidden. */
function pageWithoutPrepared(): string {
  const copy = document.createElement('div')
  copy.innerHTML = document.body.innerHTML
  for (const prepared of copy.querySelectorAll('.content-column > [style*="none"]')) prepared.remove()
  return copy.innerHTML.replaceAll(' style=""', '')
}
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))

it('renders its parts once when there is nothing to do: outside of the document, without effects but those of its own, and not for good', async () => {
  vi.useFakeTimers()
  const [part, alive] = [spies(), spies()]
  const { rerender } = render(rehearse(true, part, alive))
  expect(part.rendered).not.toHaveBeenCalled()
  await pass(1_000)
  expect(part.rendered).toHaveBeenCalledOnce()
  expect(part.effect).not.toHaveBeenCalled()
  expect(alive.effect).toHaveBeenCalledOnce()
  expect(document.body.textContent).toBe('')
  await pass(60_000)
  rerender(rehearse(true, part, alive))
  await pass(60_000)
  expect(part.rendered).toHaveBeenCalledOnce()
  expect(part.effect).not.toHaveBeenCalled()
  expect(alive.effect).toHaveBeenCalledOnce()
})

it('is left out where the screen goes before, and where nobody waits for it', async () => {
  vi.useFakeTimers()
  const [gone, unwanted] = [spies(), spies()]
  const { unmount } = render(rehearse(true, gone))
  unmount()
  render(rehearse(false, unwanted))
  await pass(60_000)
  expect(gone.rendered).not.toHaveBeenCalled()
  expect(unwanted.rendered).not.toHaveBeenCalled()
})

it('of the real screens nothing is asked for, shown or focused; locked, nothing of it is left', async () => {
  const { desk, emit } = createFakeDesk({ sessionView: loggedIn(administrator) })
  const asked = [
    vi.spyOn(desk.users, 'search'),
    vi.spyOn(desk.users, 'read'),
    vi.spyOn(desk.reissues, 'list'),
    vi.spyOn(desk.reissues, 'summarise'),
    vi.spyOn(desk.reissues, 'recordHandover'),
  ]
  const created = vi.spyOn(document, 'createElement')
  const opened = vi.spyOn(HTMLDialogElement.prototype, 'showModal')
  render(
    <RehearsesContext value>
      <App desk={desk} />
    </RehearsesContext>,
  )
  const heading = await screen.findByRole('heading', { name: 'メニュー' })
  await vi.waitFor(() => expect(document.activeElement).toBe(heading))
  const page = pageWithoutPrepared()
  // The question before a reissue, the last but two of the parts.
  await vi.waitFor(() => expect(created.mock.calls.map(([tag]) => tag)).toContain('dialog'), { timeout: 10_000 })
  await act(() => new Promise((resolve) => setTimeout(resolve)))
  expect(pageWithoutPrepared()).toBe(page)
  expect(document.activeElement).toBe(heading)
  expect(opened).not.toHaveBeenCalled()
  for (const ask of asked) expect(ask).not.toHaveBeenCalled()

  act(() => emit('sessionChanged', { ...loggedIn(administrator), locked: true }))
  await screen.findByRole('heading', { level: 1 })
  expect(document.querySelector('.menu-entries, .handover, dialog')).toBeNull()
  expect(document.body.textContent).not.toContain('--- ---')
}, 20_000)
