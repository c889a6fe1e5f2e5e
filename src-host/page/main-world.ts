/** Runs INSIDE the page, in the page's own world: puts up what the preload exposes, and nothing else. */
import type { Bridge } from './bridge.ts'

/** Iframes get nothing, as in Electron (`nodeIntegrationInSubFrames` is off). */
export function installMainWorld(secret: string, makeBridge: (secret: string, here: string, there: string) => Bridge) {
  if (window !== window.top) return
  const { defineProperty, freeze, values, prototype } = Object
  function freezeDeeply(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value
    // Dates, maps and the like cannot be frozen in a way that means anything.
    if (!Array.isArray(value) && prototype.toString.call(value) !== '[object Object]') return value
    for (const each of values(value)) freezeDeeply(each)
    return freeze(value)
  }
  makeBridge(secret, 'm', 'i').onExpose((name, value) => {
    const api = freezeDeeply(value)
    defineProperty(window, name, { value: api, writable: false, configurable: false, enumerable: true })
  })
}
