/** How the app ends: Electron's order of before-quit, close, will-quit, quit. */
import { createEvent } from '../border.ts'
import type { EventOf } from '../surface.ts'

/** How long an app may take to tidy up when its browser is gone. */
const TIDY_UP_LIMIT_MS = 10_000

export interface LifeCycle {
  quit(): void
  exit(code?: number): void
  onWindowClosed(): void
  /** A window stays open after all, so the app does not quit. */
  onCloseRefused(): void
  isLeaving(): boolean
  /** The browser is gone: the app gets its usual end, so that it can tidy up, but the exit code is 1. */
  onBrowserLost(closeWindows: () => void): void
}
export interface LifeCycleOwner {
  readonly emit: (name: EventOf<'app'>, ...values: unknown[]) => void
  readonly hasListener: (name: EventOf<'app'>) => boolean
  readonly windows: () => { tryClose(): boolean }[]
  /** Ends what the host started: the browser, the lock. */
  readonly cleanUp: () => Promise<void>
}

export function createLifeCycle({ emit, hasListener, windows, cleanUp }: LifeCycleOwner): LifeCycle {
  let [isQuitting, isExiting] = [false, false]
  let exitCode = 0

  function finish() {
    const event = createEvent()
    emit('will-quit', event)
    if (event.defaultPrevented) isQuitting = false
    else cycle.exit(exitCode)
  }
  const cycle: LifeCycle = {
    quit() {
      if (isQuitting || isExiting) return
      const event = createEvent()
      emit('before-quit', event)
      if (event.defaultPrevented) return
      isQuitting = true
      const open = windows()
      if (open.length === 0) finish()
      else if (!open.every((window) => window.tryClose())) isQuitting = false
    },
    exit(code = 0) {
      if (isExiting) return
      isExiting = true
      emit('quit', createEvent(), code)
      const leave = () => process.exit(code)
      cleanUp().then(leave, leave)
    },
    onWindowClosed() {
      if (isExiting || windows().length > 0) return
      if (isQuitting) finish()
      else if (hasListener('window-all-closed')) emit('window-all-closed')
      else cycle.quit()
    },
    onCloseRefused() {
      isQuitting = false
    },
    isLeaving: () => isQuitting || isExiting,
    onBrowserLost(closeWindows) {
      if (isExiting) return
      exitCode = 1
      setTimeout(() => cycle.exit(exitCode), TIDY_UP_LIMIT_MS)
      if (!isQuitting) emit('before-quit', createEvent()) // there is nothing left that a veto could keep
      isQuitting = true
      if (windows().length === 0) finish()
      else closeWindows() // the last one finishes
    },
  }
  return cycle
}
