import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { createDeskPage, type DeskPage } from '../e2e/pages/desk-page.ts'
import { expect, test } from '../e2e/fixtures.ts'

const leaveMark = (desk: DeskPage): Promise<void> => desk.page.evaluate("void (window.mark = 'of this page')")

/** The lock screen stands in another document than the one that was marked. */
async function expectNewPage(desk: DeskPage): Promise<void> {
  await expect(async () => expect(await desk.page.evaluate('window.mark ?? null')).toBeNull()).toPass()
  await expect(desk.heading('ロック中')).toBeVisible()
  expect(await desk.page.content()).not.toContain('CZ021017')
}

async function unlock(desk: DeskPage, password: string): Promise<void> {
  await desk.field('パスワード').fill(password)
  await desk.button('解除').click()
}

const setIdleSeconds = (app: ElectronApplication, seconds: number): Promise<void> =>
  app.evaluate(({ powerMonitor }, idle) => {
    powerMonitor.getSystemIdleTime = () => idle
  }, seconds)

test('S-15: a lock destroys the page and keeps the search: by hand, by idle time, with the system (E40)', async ({
  launch,
  administrator,
  dataDir,
}) => {
  const app = await launch()
  const desk = createDeskPage(await app.firstWindow())
  await desk.logIn(administrator)
  await desk.openSearch()
  await desk.search({ ログインID: 'cz02' })
  await desk.expectResults(1)

  await test.step('by hand: the main process refuses whatever the page may ask', async () => {
    await leaveMark(desk)
    await desk.button('ロック').click()
    await expectNewPage(desk)
    const answer = await desk.page.evaluate("window.desk.users.search({ loginId: 'CZ' })")
    expect(answer).toMatchObject({ ok: false, error: { code: 'locked' } })
    expect(await desk.page.evaluate('window.desk.place.read({})')).toEqual({ ok: true, value: { place: null } })
    await unlock(desk, 'wrong')
    await expect(desk.page.getByText('invalid_credentials')).toBeVisible()
    await unlock(desk, administrator.password)
    await expect(desk.field('ログインID')).toHaveValue('cz02')
    await desk.expectResults(1)
  })

  await test.step('by idle time', async () => {
    await leaveMark(desk)
    await setIdleSeconds(app, 24 * 60 * 60)
    await expectNewPage(desk)
    await setIdleSeconds(app, 0)
    await expect(desk.page.getByText('操作がしばらくなかったため、自動でロックしました。')).toBeVisible()
    await unlock(desk, administrator.password)
    await expect(desk.field('ログインID')).toHaveValue('cz02')
  })

  await test.step('with the system', async () => {
    await leaveMark(desk)
    await app.evaluate(({ powerMonitor }) => void powerMonitor.emit('lock-screen'))
    await expectNewPage(desk)
  })

  await test.step('without a keychain nothing of the session is on the disk (E36)', async () => {
    const storage = await desk.page.evaluate('window.desk.app.readInfo({}).then(({ value }) => value.storage)')
    expect(existsSync(join(dataDir, 'desk', 'session.json'))).toBe(storage === 'keychain')
  })
})
