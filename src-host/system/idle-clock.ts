/** For how long nobody has used the machine, or, where that cannot be known, the app's own windows. */
import { asked } from './x11-display.ts'
import type { X11Display } from './x11-display.ts'

/** How old the X server's answer may be: Electron's call gives a number at once, the server answers later. */
const REFRESH_MS = 2000

export interface IdleClock {
  idleMs(): number
  /** Somebody used a window of the app. */
  noteInput(): void
}

/**
 * On X11 the server tells (MIT-SCREEN-SAVER); elsewhere only input into the app's own windows counts: an app that locks
 * itself when idle must rather lock too early than never.
 *
 * @param x11 asked from the first question on
 */
export function createIdleClock(x11: () => Promise<X11Display | undefined>): IdleClock {
  let usedAt = performance.now()
  let isFollowing = false
  const noteInput = (at = performance.now()) => {
    usedAt = Math.max(usedAt, at)
  }
  async function follow() {
    const display = await x11()
    if (display === undefined) return
    const { client, root } = display
    const saver = await asked<Parameters<Parameters<typeof client.require>[1]>[1]>((answer) => {
      client.require('screen-saver', answer)
    })
    const refresh = async () => {
      const { idle } = await asked<{ idle: number }>((answer) => saver.QueryInfo(root, answer))
      noteInput(performance.now() - idle)
    }
    await refresh()
    const timer = setInterval(() => void refresh().catch(() => clearInterval(timer)), REFRESH_MS).unref()
    client.on('end', () => clearInterval(timer))
  }
  return {
    idleMs() {
      if (!isFollowing) {
        isFollowing = true
        follow().catch(() => {}) // a server without that extension: our own windows then
      }
      return performance.now() - usedAt
    },
    noteInput: () => noteInput(),
  }
}
