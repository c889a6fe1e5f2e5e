import { configure, render } from '@testing-library/react'
import { userEvent, type UserEvent } from '@testing-library/user-event'
import { App } from '../../src-renderer/app/app.tsx'
import { preloadScreens } from '../../src-renderer/app/later-screens.ts'
import { RehearsesContext } from '../../src-renderer/app/rehearsal.tsx'
import { createFakeDesk, type DeskOverrides, type FakeDesk, type FakeDeskStart } from './fake-desk.ts'

// Reading a file for the first time takes longer here than any test waits for a screen.
await preloadScreens()

// A limit for what never comes, not for speed: the other cores may be busy.
configure({ asyncUtilTimeout: 5_000 })

export interface RenderedDesk extends FakeDesk {
  readonly user: UserEvent
}

/** The whole page over a fake bridge. With `isPrepared`, what will be wanted next is made in idle time, as in a window. */
export function renderDesk(start: FakeDeskStart = {}, overrides: DeskOverrides = {}, isPrepared = false): RenderedDesk {
  giveElementsASize()
  // happy-dom is never idle.
  Object.assign(globalThis, {
    requestIdleCallback: (then: () => void) => setTimeout(then, 0),
    cancelIdleCallback: clearTimeout,
  })
  // Its animations reject when they are cancelled; without them, what opens and closes does so at once.
  Reflect.deleteProperty(Element.prototype, 'animate')
  const fake = createFakeDesk(start, overrides)
  render(
    <RehearsesContext value={isPrepared}>
      <App desk={fake.desk} />
    </RehearsesContext>,
  )
  return { ...fake, user: userEvent.setup() }
}

/** happy-dom lays nothing out; a virtual list of no height would show no rows. */
function giveElementsASize(): void {
  for (const [side, pixels] of [
    ['offsetHeight', 600],
    ['offsetWidth', 1000],
    ['clientHeight', 600],
  ] as const) {
    Object.defineProperty(HTMLElement.prototype, side, { configurable: true, get: () => pixels })
  }
}
