import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type ElectronApplication } from '@playwright/test'
import { launchDesk } from '../launch-desk.ts'
import { createDeskPage, type DeskPage } from '../pages/desk-page.ts'
import { startTestServer } from '../../support/server-process.ts'

let userDataDir: string
test.beforeEach(() => {
  userDataDir = mkdtempSync(join(tmpdir(), 'saihakko-trial-'))
})
test.afterEach(() => rmSync(userDataDir, { recursive: true, force: true, maxRetries: 5 }))

/** A first start makes the database and the sample, which takes its time. */
async function logInFromCard(app: ElectronApplication): Promise<DeskPage> {
  const desk = createDeskPage(await app.firstWindow())
  await expect(desk.heading('ログイン')).toBeVisible({ timeout: 60_000 })
  await desk.fillFromTrialCard('WR012739')
  await desk.button('ログイン').click()
  await expect(desk.heading('メニュー')).toBeVisible()
  return desk
}

test('the first start makes the sample, shows its passwords once, and a later one says how to get new ones', async () => {
  test.slow() // Three starts, of which two make all of the sample.
  const first = await launchDesk({ userDataDir, args: ['--trial'] })
  await logInFromCard(first)
  await first.close()

  const second = await launchDesk({ userDataDir, args: ['--trial'] })
  const again = createDeskPage(await second.firstWindow())
  await expect(again.page.getByText('npm start -- --fresh')).toBeVisible({ timeout: 60_000 })
  await expect(again.button('この内容で入力')).toHaveCount(0)
  await second.close()

  const fresh = await launchDesk({ userDataDir, args: ['--trial', '--fresh'] })
  const anew = createDeskPage(await fresh.firstWindow())
  await anew.page.getByRole('button', { name: 'この内容で入力' }).first().waitFor({ timeout: 60_000 })
  await fresh.close()
})

test('its data in use elsewhere: told with a code, and もう一度 works as soon as they are free', async () => {
  const other = await startTestServer(join(userDataDir, 'trial-server'))
  const app = await launchDesk({ userDataDir, args: ['--trial'] })
  const desk = createDeskPage(await app.firstWindow())
  await expect(desk.page.getByText('data_directory_in_use')).toBeVisible({ timeout: 30_000 })
  await other.stop()
  await desk.button('もう一度').click()
  await expect(desk.heading('ログイン')).toBeVisible({ timeout: 30_000 })
  await app.close()
})

test.describe('killed', () => {
  test.skip(process.platform !== 'linux', 'finds the child process through /proc')

  test('the trial server comes back by itself, and the session with it', async () => {
    const app = await launchDesk({ userDataDir, args: ['--trial'] })
    const desk = await logInFromCard(app)
    process.kill(findServerProcess(app.process().pid ?? 0), 'SIGKILL')
    await desk.openSearch()
    await expect(async () => {
      await desk.search()
      await desk.expectResults(2)
    }).toPass({ timeout: 30_000 })
    await app.close()
  })
})

/** The child of the app’s main process that runs the server. */
function findServerProcess(parent: number): number {
  const isServer = (pid: string): boolean => {
    try {
      const parentOf = /\) \S (\d+) /.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]
      return Number(parentOf) === parent && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('embedded.js')
    } catch {
      return false // It ended meanwhile.
    }
  }
  const found = readdirSync('/proc').find((name) => /^\d+$/.test(name) && isServer(name))
  if (found === undefined) throw new Error('the app runs no server')
  return Number(found)
}
