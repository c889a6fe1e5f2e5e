import type { BrowserWindow } from 'electron'
import type { WindowStateStore } from '../adapters/electron-window-state-store.ts'
import type { TimerPort } from '../ports/timer-port.ts'
import { placeWindow, windowStateSchema, type Rectangle, type WindowPlace, type WindowState } from './window-place.ts'

/** A window that is being dragged is not written down at every step. */
export const keepAfterMs = 500

/** What is asked of a window; the listeners need nothing of the event. */
export interface WatchedWindow extends Pick<BrowserWindow, 'isMaximized' | 'isMinimized' | 'getNormalBounds'> {
  on(event: 'resize', listener: () => void): unknown
  on(event: 'move', listener: () => void): unknown
  on(event: 'maximize', listener: () => void): unknown
  on(event: 'unmaximize', listener: () => void): unknown
  on(event: 'close', listener: () => void): unknown
  on(event: 'closed', listener: () => void): unknown
}

export interface WindowMemory {
  /** Where to open the window; what is kept is somebody else’s word until it has been parsed. */
  readPlace(workAreas: readonly Rectangle[]): WindowPlace
  /** Keeps where it is, from now on until it is closed. */
  watch(window: WatchedWindow): void
}

/** Remembers size, place and whether it was maximised, for this user data. */
export function createWindowMemory(store: WindowStateStore, timer: Pick<TimerPort, 'after'>): WindowMemory {
  return {
    readPlace: (workAreas) => placeWindow(windowStateSchema.safeParse(store.read()).data, workAreas),

    watch(window) {
      let latest: WindowState | undefined
      let stopKeeping = (): void => undefined

      function keep(): void {
        stopKeeping()
        if (latest) store.write(latest)
        latest = undefined
      }
      function note(): void {
        // It comes back as it was before it was put away.
        if (window.isMinimized()) return
        const { x, y, width, height } = window.getNormalBounds()
        latest = { x, y, width, height, isMaximised: window.isMaximized() }
        stopKeeping()
        stopKeeping = timer.after(keepAfterMs, keep)
      }
      window.on('resize', note)
      window.on('move', note)
      window.on('maximize', note)
      window.on('unmaximize', note)
      window.on('close', note)
      // Nothing can be asked of it any more; what was noted last is written down.
      window.on('closed', keep)
    },
  }
}
