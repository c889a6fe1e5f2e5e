import { findAxeViolations } from './check-accessibility.ts'
import { findFocusFaults } from './check-focus.ts'
import { findMisfits } from './check-layout.ts'
import { expect, test } from './fixtures.ts'
import { openGallery, showState } from './show-state.ts'

/** What a person’s system, browser or eyes ask for, on the screens that are open most and the fullest ones. */
const states = [
  'login-trial',
  'menu-helpdesk',
  'results',
  'reissue',
  'verification-open',
  'done-phone',
  'history',
  'settings',
]

/** WCAG 1.4.12. */
const spacing = `
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
  p { margin-bottom: 2em !important }`

test('wider letters, words and lines lose nothing (U18)', async ({ stage: { page, show } }) => {
  const faults: string[] = []
  for (const state of states) {
    for (const language of ['ja', 'en'] as const) {
      await show({ state, language })
      await page.evaluate((text) => {
        const sheet = new CSSStyleSheet()
        sheet.replaceSync(text)
        document.adoptedStyleSheets.push(sheet)
      }, spacing)
      if ((await findMisfits(page)).length > 0) await page.clock.runFor(200)
      faults.push(...(await findMisfits(page)).map((fault) => `${state}, ${language}: ${fault}`))
      await page.evaluate(() => void document.adoptedStyleSheets.pop())
    }
  }
  expect(faults).toEqual([])
})

test('text of 7:1 in the high-contrast theme (U18)', async ({ stage: { page, show } }) => {
  const faults: string[] = []
  for (const state of [...states, 'menu-pointed-at', 'results-pointed-at', 'done-slip', 'history-chart', 'palette']) {
    await show({ state, theme: 'high-contrast' })
    faults.push(...(await findAxeViolations(page, 'strong colours')).map((fault) => `${state}: ${fault}`))
  }
  expect(faults).toEqual([])
})

test('what has the focus is not covered in a small window either (U14)', async ({ stage: { page, show } }) => {
  const faults: string[] = []
  for (const state of states) {
    for (const [width, height] of [
      [320, 640],
      [640, 400],
    ] as const) {
      await show({ state })
      await page.setViewportSize({ width, height })
      faults.push(...(await findFocusFaults(page)).map((fault) => `${state}, ${width} px: ${fault}`))
    }
  }
  expect(faults).toEqual([])
})

test('nothing moves for those who asked for that (U18)', async ({ browser, siteUrl }) => {
  const page = await browser.newPage({ reducedMotion: 'reduce' })
  await openGallery(page, siteUrl)
  const moving: string[] = []
  for (const state of [
    'results-loading',
    'reissue-pending',
    'history-exporting',
    'done-slip',
    'history-sheet',
    'palette',
  ]) {
    await showState(page, { state, language: 'ja', theme: 'light', isPseudo: false })
    const found = await page.evaluate(() => {
      // The gallery itself keeps everything still.
      document.adoptedStyleSheets = []
      return document
        .getAnimations()
        .map((animation) => animation.effect)
        .filter((effect) => Number(effect?.getComputedTiming().activeDuration) > 100)
        .map((effect) => (effect instanceof KeyframeEffect ? (effect.target?.className ?? '') : ''))
    })
    moving.push(...found.map((name) => `${state}: ${name}`))
  }
  await page.close()
  expect(moving).toEqual([])
})
