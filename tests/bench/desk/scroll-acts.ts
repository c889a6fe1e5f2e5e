import type { Page } from '@playwright/test'
import type { BenchPage } from './page-harness.ts'

interface ScrollAct {
  readonly name: string
  readonly scroll: (bench: BenchPage) => Promise<void>
}

export interface ScrollAmount {
  /** Turns of the wheel, frames of a drag, keys held down. */
  readonly steps: number
  /** How long the list is left to read its pages. */
  readonly readingMs: number
  /** From one end to the other and back. */
  readonly times: number
}

export const manySteps: ScrollAmount = { steps: 60, readingMs: 3_000, times: 5 }
export const fewSteps: ScrollAmount = { steps: 4, readingMs: 100, times: 1 }

/** Every way to move in the list, in this order; the first one on a list that was just found. */
export const scrollActs = ({ steps, readingMs, times }: ScrollAmount): readonly ScrollAct[] => [
  // Time is the act: a page of 200 rows about every 50 ms. Afterwards, moving in the list reads the rest of it.
  { name: 'pages read in the background', scroll: ({ page }) => page.waitForTimeout(readingMs) },
  { name: 'wheel', scroll: ({ page }) => turnWheel(page, steps, 120) },
  { name: 'fast wheel', scroll: ({ page }) => turnWheel(page, steps, 900) },
  { name: 'thumb dragged', scroll: ({ page }) => page.evaluate(dragThumb, steps) },
  {
    name: 'End and Home',
    async scroll({ page, rest }) {
      await page.locator('.grid').filter({ visible: true }).focus()
      for (let time = 0; time < times; time += 1) {
        for (const key of ['End', 'Home']) {
          await page.keyboard.press(key)
          await page.locator('.grid-row-active .row-link').filter({ visible: true }).waitFor()
          await rest()
        }
      }
    },
  },
  {
    name: 'Page Down held',
    async scroll({ page }) {
      for (let step = 0; step < steps; step += 1) await page.keyboard.press('PageDown')
    },
  },
]

async function turnWheel(page: Page, steps: number, pixels: number): Promise<void> {
  const box = await page.locator('.grid').filter({ visible: true }).boundingBox()
  await page.mouse.move((box?.x ?? 0) + 100, (box?.y ?? 0) + 100)
  for (let step = 0; step < steps; step += 1) await page.mouse.wheel(0, pixels)
}

/** Runs in the page: there and back again, a step in every frame. The thumb itself belongs to the system. */
function dragThumb(count: number): Promise<void> {
  const grid = document.querySelector('.grid')
  return new Promise((resolve) => {
    let step = 0
    const move = () => {
      step += 1
      const share = 1 - Math.abs((2 * step) / count - 1)
      grid?.scrollTo({ top: share * grid.scrollHeight })
      if (step < count) requestAnimationFrame(move)
      else resolve()
    }
    requestAnimationFrame(move)
  })
}
