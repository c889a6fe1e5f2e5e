/** What has to be in the page, all of it: an element, and where `text` is given, with this text or value. */
export interface Sight {
  readonly selector: string
  readonly text?: string
}

export interface PaintWatch {
  /** Notes the next key and when everything of `sights` has been painted; to be asked before the key is pressed. */
  readonly arm: (sights: readonly Sight[]) => void
  /** Milliseconds from the key to the end of that frame. */
  readonly taken: () => Promise<number>
}

declare global {
  interface Window {
    readonly paintWatch: PaintWatch
  }
}

/**
 * Counts from when the browser received the key (its event’s own time, so that waiting for a busy page counts) to the end of
 * the first frame that shows what was asked for: a message sent from that frame’s callback comes when its styles, layout and
 * painting are done. Event Timing ends with the first frame after the key instead, which is too early where the answer
 * comes through a promise, and rounds to 8 ms.
 */
export function createPaintWatch(): PaintWatch {
  let running: Promise<number> = Promise.resolve(Number.NaN)
  return {
    arm(sights) {
      running = new Promise((resolve) => {
        const begin = ({ key, timeStamp }: KeyboardEvent) => {
          // Of Ctrl+K, the K: the other one is held down long before.
          if (modifiers.has(key)) return
          removeEventListener('keydown', begin, { capture: true })
          const look = () => {
            if (!sights.every(isThere)) requestAnimationFrame(look)
            else {
              // Also for whoever looks at a trace.
              afterThisFrame(() => resolve(performance.measure('key to paint', { start: timeStamp }).duration))
            }
          }
          requestAnimationFrame(look)
        }
        addEventListener('keydown', begin, { capture: true })
      })
    },
    taken: () => running,
  }
}

const modifiers = new Set(['Control', 'Alt', 'Shift', 'Meta'])

function isThere({ selector, text }: Sight): boolean {
  const element = document.querySelector(selector)
  // A screen that is only prepared is in the page, hidden.
  if (!element?.checkVisibility()) return false
  if (text === undefined) return true
  return (element instanceof HTMLInputElement ? element.value : element.textContent) === text
}

function afterThisFrame(then: () => void): void {
  const { port1, port2 } = new MessageChannel()
  port1.addEventListener('message', then, { once: true })
  port1.start()
  port2.postMessage(null)
}
