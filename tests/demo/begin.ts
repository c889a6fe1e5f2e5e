import { expect } from '@playwright/test'
import type { Stage } from './stage.ts'

/** The first start: choosing the trial server, and logging in from the card. Answers with the helpdesk’s sample password. */
export async function begin({ desk, step }: Stage): Promise<{ readonly helpdeskPassword: string }> {
  let helpdeskPassword = ''
  await step(
    'the first start: which server?',
    'first-start',
    () => expect(desk.heading('接続先を決める')).toBeVisible({ timeout: 30_000 }),
    { name: 'first-start', of: desk.page.locator('.front-columns > *') },
  )
  await step('try it on this PC: the login screen with the sample accounts', 'login', async () => {
    await desk.button('試してみる').click()
    // Creates the database and the sample.
    await expect(desk.heading('ログイン')).toBeVisible({ timeout: 60_000 })
    await desk.fillFromTrialCard('HD000001')
    helpdeskPassword = await desk.field('パスワード').inputValue()
    await desk.fillFromTrialCard('WR012739')
  })
  await step('log in as WR012739 from the card', 'menu', async () => {
    await desk.button('ログイン').click()
    await expect(desk.heading('メニュー')).toBeVisible()
    await dismissStorageNotice(desk)
  })
  return { helpdeskPassword }
}

/** Without a keychain every screen says so until it is told to be quiet; the pictures are about other things. */
export async function dismissStorageNotice(desk: Stage['desk']): Promise<void> {
  const notice = desk.button('この案内を閉じる')
  if (await notice.isVisible()) await notice.click()
}
