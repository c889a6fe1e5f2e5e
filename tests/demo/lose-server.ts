import { expect } from '@playwright/test'
import type { TestServer } from '../support/server-process.ts'
import type { Stage } from './stage.ts'

/** The lock, and the desk without its server. */
export async function loseServer({ desk, step }: Stage, server: TestServer, password: string): Promise<void> {
  const { page } = desk
  const readKept = () => page.evaluate('window.desk.offlineHistory.read({}).then(({ value }) => value.entries)')
  const countReissues = () => page.evaluate('window.desk.reissues.list({}).then(({ value }) => value.total)')
  await step(
    'lock the desk',
    'locked',
    async () => {
      await desk.button('閉じる').click()
      await expect.poll(readKept, { intervals: [50] }).toBe(await countReissues())
      await desk.button('ロック').click()
      await expect(desk.heading('ロック中')).toBeVisible()
    },
    { name: 'locked', of: page.locator('.front-card') },
  )
  await step(
    'the server is gone: what this PC has kept of the history',
    'offline',
    async () => {
      await desk.field('パスワード').fill(password)
      await desk.button('解除').click()
      await desk.openHistory()
      await expect(page.getByRole('gridcell', { name: 'WR012739' })).toBeVisible()
      await server.kill()
      await expect(page.getByText(/^オフライン（.+ 時点）$/)).toBeVisible({ timeout: 20_000 })
    },
    { name: 'offline', of: page.locator('.shell') },
  )
}
