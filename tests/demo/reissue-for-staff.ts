import { expect } from '@playwright/test'
import type { Stage } from './stage.ts'

/** The administrator’s part: search, reissue, hand over. Answers with the temporary password. */
export async function reissueForStaff(stage: Stage): Promise<string> {
  await findUser(stage)
  const temporaryPassword = await reissue(stage)
  await handOver(stage, temporaryPassword)
  return temporaryPassword
}

async function findUser({ desk, step }: Stage): Promise<void> {
  const { page } = desk
  await step(
    'how to search',
    'search-help',
    async () => {
      await desk.openSearch()
      await desk.button('検索のしかた').click()
      await expect(page.getByText('すべての言葉を含むID')).toBeVisible()
    },
    { name: 'search-help', of: page.locator('.page-heading, form, .search-help') },
  )
  await step(
    'search without a condition: 2 results',
    'results',
    async () => {
      await page.keyboard.press('Escape')
      await desk.search()
      await desk.expectResults(2)
    },
    { name: 'search', of: page.locator('.content-column > * > *') },
  )
  await step(
    'the whole ID, full width and small: the only hit opens at once',
    'reissue',
    async () => {
      await desk.search({ ログインID: 'ｃｚ０２１０１７' })
      await desk.openUser('CZ021017')
      await expect(desk.temporaryPasswordField()).not.toHaveValue('')
    },
    { name: 'reissue', of: page.locator('.content-column > * > *') },
  )
}

async function reissue({ desk, step }: Stage): Promise<string> {
  const temporaryPassword = await desk.temporaryPasswordField().inputValue()
  await step(
    'ask for the reissue: one confirmation',
    'confirmation',
    async () => {
      await desk.button('再発行').click()
      await expect(desk.dialog()).toBeVisible()
    },
    { name: 'confirmation', of: desk.dialog() },
  )
  await step('reissue', 'reissued', async () => {
    await desk.dialog().getByRole('button', { name: '再発行', exact: true }).click()
    await desk.expectReissued()
  })
  return temporaryPassword
}

async function handOver({ app, desk, step }: Stage, temporaryPassword: string): Promise<void> {
  const { page } = desk
  await step(
    'copy: the clipboard holds the temporary password',
    'copied',
    async () => {
      await desk.button('コピー').click()
      await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toBe(temporaryPassword)
    },
    { name: 'reissued', of: page.locator('.content-column > * > *') },
  )
  await step(
    'a slip for the user, without the password',
    'slip',
    async () => {
      await desk.button('連絡票').click()
      await expect(desk.dialog().getByText('印刷される内容')).toBeVisible()
    },
    { name: 'slip', of: desk.dialog() },
  )
  await step('read it aloud: one character after the other', 'read-aloud', async () => {
    await desk.dialog().getByRole('button', { name: '閉じる', exact: true }).click()
    await desk.button('読み上げ用表示').click()
    await page.keyboard.press('ArrowRight')
    await expect(page.getByText('2 文字目（全 12 文字）')).toBeVisible()
  })
  await step(
    'the first group was repeated; the second is to be',
    'read-back',
    async () => {
      await page.keyboard.press('1')
      await expect(page.getByText('1組目の復唱を確かめました。')).toBeAttached()
      for (let steps = 0; steps < 8; steps += 1) await page.keyboard.press('ArrowRight')
      await expect(page.getByText('2組目の終わりです').first()).toBeVisible()
    },
    { name: 'read-aloud', of: page.locator('.phone-mode') },
  )
}
