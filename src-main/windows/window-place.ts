import { z } from 'zod'

/** Place and size on the screen, in the pixels that windows are measured in. */
export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A number that no screen reaches would only do harm. */
const pixels = z.int().min(-100_000).max(100_000)

/** Where the window was last: the place it goes back to, and whether it filled the screen. */
export const windowStateSchema = z.strictObject({
  x: pixels,
  y: pixels,
  width: pixels.positive(),
  height: pixels.positive(),
  isMaximised: z.boolean(),
})
export type WindowState = z.infer<typeof windowStateSchema>

export interface WindowPlace extends Partial<Pick<Rectangle, 'x' | 'y'>> {
  readonly width: number
  readonly height: number
  readonly isMaximised: boolean
}

export const firstSize = { width: 1280, height: 800 } as const
/** At the largest zoom this leaves a page of 320 CSS pixels (WCAG 1.4.10). */
export const leastSize = { width: 800, height: 600 } as const

/** So much of the title bar has to be on a screen for the window to be moved by it. */
const grip = { width: 120, height: 32 } as const
/** And so much of the window on all of them together for it to be worked with. */
const leastShown = 2 / 3

/**
 * Where to open the window: as it was left, unless it could hardly be used there, because a display is gone or has become
 * smaller. Then it comes wholly onto the nearest one, as large as fits. `workAreas`: of the displays there are;
 * where none is known the system chooses the place.
 */
export function placeWindow(saved: WindowState | undefined, workAreas: readonly Rectangle[]): WindowPlace {
  if (saved === undefined) return { ...firstSize, isMaximised: false }
  const { x, y, isMaximised } = saved
  const width = Math.max(saved.width, leastSize.width)
  const height = Math.max(saved.height, leastSize.height)
  const wanted = { x, y, width, height }
  if (isUsable(wanted, workAreas)) return { ...wanted, isMaximised }
  const nearest = workAreas.toSorted((a, b) => distance(wanted, a) - distance(wanted, b))[0]
  return nearest === undefined ? { width, height, isMaximised } : { ...bringInto(nearest, wanted), isMaximised }
}

function isUsable(wanted: Rectangle, workAreas: readonly Rectangle[]): boolean {
  const shown = workAreas.reduce((sum, area) => sum + overlap(wanted, area), 0)
  return shown >= leastShown * wanted.width * wanted.height && workAreas.some((area) => canBeGripped(wanted, area))
}

function overlap(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return Math.max(0, width) * Math.max(0, height)
}

function canBeGripped({ x, y, width }: Rectangle, area: Rectangle): boolean {
  const shown = Math.min(x + width, area.x + area.width) - Math.max(x, area.x)
  return shown >= grip.width && y >= area.y && y + grip.height <= area.y + area.height
}

function bringInto(area: Rectangle, wanted: Rectangle): Rectangle {
  const width = Math.max(leastSize.width, Math.min(wanted.width, area.width))
  const height = Math.max(leastSize.height, Math.min(wanted.height, area.height))
  // The upper left corner counts where a display is smaller than the window may be.
  const x = Math.max(area.x, Math.min(wanted.x, area.x + area.width - width))
  const y = Math.max(area.y, Math.min(wanted.y, area.y + area.height - height))
  return { x, y, width, height }
}

/** Between the middles, squared. */
function distance(a: Rectangle, b: Rectangle): number {
  const [acrossX, acrossY] = [a.x + a.width / 2 - b.x - b.width / 2, a.y + a.height / 2 - b.y - b.height / 2]
  return acrossX * acrossX + acrossY * acrossY
}
