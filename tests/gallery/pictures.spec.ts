import { existsSync } from 'node:fs'
import { expect, test } from './fixtures.ts'

/** What the pictures were taken with: Debian's Chromium and its Japanese font. */
const font = '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'

test.skip(
  process.platform !== 'linux' || !existsSync(font),
  'the pictures were taken on Debian with fonts-noto-cjk, which is not here',
)

for (const state of [
  'login-trial',
  'menu',
  'results',
  'reissue',
  'reissue-confirm',
  'done',
  'history',
  'settings',
  'lock-idle',
]) {
  test(`${state} looks as it did`, async ({ stage }) => {
    await stage.show({ state })
    await expect(stage.page).toHaveScreenshot(`${state}.png`, { maxDiffPixelRatio: 0.005 })
  })
}
