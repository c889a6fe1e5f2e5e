import { expect, test } from './fixtures.ts'
import { openGallery, showState } from './show-state.ts'

/** What these screens tell is in the member’s zone; the bars around them tell what just happened, by the PC’s clock. */
const states = ['reissue-known-user', 'done', 'history', 'verification-awaited']

test('a PC in another zone tells the member’s times (U8)', async ({ browser, siteUrl }) => {
  const told = []
  for (const timezoneId of ['Asia/Tokyo', 'America/Los_Angeles', 'Pacific/Kiritimati']) {
    const page = await browser.newPage({ timezoneId })
    await openGallery(page, siteUrl)
    const texts: string[] = []
    for (const state of states) {
      await showState(page, { state, language: 'ja', theme: 'light', isPseudo: false })
      texts.push(await page.locator('main').innerText())
    }
    told.push(texts)
    await page.close()
  }
  expect(told[0]?.join()).toContain('（日本時間）')
  expect(told[1]).toEqual(told[0])
  expect(told[2]).toEqual(told[0])
})
