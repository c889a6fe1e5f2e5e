import type { Page } from '@playwright/test'
import { createGalleryScreen, readTexts } from './gallery-screen.ts'
import type { GalleryRequest } from './gallery-state.ts'
import { findState } from './states.ts'

/** When every picture is taken: noon in Japan on the day of the sample data. */
export const now = new Date('2026-11-23T03:06:00.000Z')

/** Opens the gallery's page with its clock at `now`; timers run, and can be run forward. Nothing moves. */
export async function openGallery(page: Page, url: string): Promise<void> {
  await page.clock.install({ time: now })
  await page.clock.setFixedTime(now)
  await page.goto(url)
  await page.evaluate(() => {
    const still = new CSSStyleSheet()
    still.replaceSync('*, *::before, *::after { transition: none !important; animation: none !important }')
    document.adoptedStyleSheets = [still]
  })
}

/** Shows one state of the app in the gallery's page and does what leads to it. */
export async function showState(page: Page, request: GalleryRequest): Promise<void> {
  const state = findState(request.state)
  // Nothing is pointed at but by what the state itself does.
  await page.mouse.move(0, 0)
  await page.evaluate((asked) => window.gallery.show(asked), request)
  // Not `expect`, which looks again only after a tenth of a second.
  await page.locator('main, [role=main]').or(page.getByRole('status')).first().waitFor({ state: 'attached' })
  await page.locator('h1').first().waitFor()
  await state.reach?.(createGalleryScreen(page, readTexts(request)), page)
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
}

/** Ends what the UI kit moves by script, which no style sheet stops: what it opens fades in. */
export function endMotion(page: Page): Promise<void> {
  return page.evaluate(() => {
    for (const animation of document.getAnimations()) {
      if (Number.isFinite(animation.effect?.getComputedTiming().endTime)) animation.finish()
      else animation.cancel()
    }
  })
}
