/** Place, size and state of one window, through the browser. Chromium owns the window; this follows and asks. */
import type { DevtoolsSession } from '../browser/devtools-pipe.ts'
import type { Bounds } from '../browser/devtools-protocol.ts'
import type { WindowOptions } from './window-options.ts'

export interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}
export type FrameEvent = 'minimize' | 'restore' | 'maximize' | 'unmaximize' | 'resize' | 'move'
export interface WindowFrame {
  /** Reads the window's number and gives it its first size. */
  setUp(page: DevtoolsSession): Promise<void>
  bounds(): Rectangle
  /** Place and size that a maximised window goes back to. */
  normalBounds(): Rectangle
  isMinimized(): boolean
  isMaximized(): boolean
  setBounds(bounds: Partial<Rectangle>): void
  setState(state: 'normal' | 'minimized' | 'maximized'): void
  /** Asks the browser again after the page reported a change; tells what is different. */
  follow(): Promise<void>
}

/**
 * @param root the browser's own session
 * @param tell called when the state, the size or the place has changed, by us or by the user
 */
export function createWindowFrame(
  options: WindowOptions,
  root: () => DevtoolsSession,
  tell: (event: FrameEvent) => void,
): WindowFrame {
  const { width, height, minWidth, minHeight } = options
  const own: Rectangle = { x: options.x ?? 0, y: options.y ?? 0, width, height }
  const known = Promise.withResolvers<number>()
  let [isMinimized, isMaximized] = [false, false]
  let [told, normal] = [{ ...own }, { ...own }]

  function ask(bounds: Bounds) {
    void known.promise
      .then((windowId) => root().send('Browser.setWindowBounds', { windowId, bounds }))
      .then(() => frame.follow())
      .catch(() => {}) // the window is gone
  }
  function learn({ left, top, width: wide, height: high, windowState }: Bounds) {
    if (left !== undefined) own.x = left
    if (top !== undefined) own.y = top
    if (wide !== undefined) own.width = wide
    if (high !== undefined) own.height = high
    if (windowState === 'normal') normal = { ...own }
    const before = { ...told, isMinimized, isMaximized }
    told = { ...own }
    isMinimized = windowState === 'minimized'
    // What it was before it was minimised, it still is.
    if (!isMinimized) isMaximized = windowState === 'maximized'
    if (own.width !== before.width || own.height !== before.height) tell('resize')
    if (own.x !== before.x || own.y !== before.y) tell('move')
    if (isMinimized !== before.isMinimized) tell(isMinimized ? 'minimize' : 'restore')
    if (isMaximized !== before.isMaximized) tell(isMaximized ? 'maximize' : 'unmaximize')
  }
  const frame: WindowFrame = {
    async setUp(page) {
      const { windowId, bounds } = await page.send('Browser.getWindowForTarget', {})
      known.resolve(windowId)
      const place = {
        ...(options.x === undefined ? {} : { left: options.x }),
        ...(options.y === undefined ? {} : { top: options.y }),
      }
      own.x = options.x ?? bounds.left ?? 0
      own.y = options.y ?? bounds.top ?? 0
      ;[told, normal] = [{ ...own }, { ...own }]
      await root().send('Browser.setWindowBounds', { windowId, bounds: { width, height, ...place } })
    },
    bounds: () => ({ ...own }),
    normalBounds: () => ({ ...normal }),
    isMinimized: () => isMinimized,
    isMaximized: () => isMaximized,
    setBounds(change) {
      const next: Rectangle = { ...own, ...change }
      next.width = Math.max(next.width, minWidth)
      next.height = Math.max(next.height, minHeight)
      Object.assign(own, next)
      ask({ left: next.x, top: next.y, width: next.width, height: next.height })
    },
    setState(windowState) {
      ask({ windowState })
    },
    async follow() {
      const { bounds } = await root().send('Browser.getWindowBounds', { windowId: await known.promise })
      learn(bounds)
      // A browser window has no least size of its own, so a user who makes it smaller gets it back at that size.
      const isTooSmall = !isMinimized && (own.width < minWidth || own.height < minHeight)
      if (isTooSmall) frame.setBounds({})
    },
  }
  return frame
}
