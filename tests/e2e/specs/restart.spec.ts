import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { startMoodyRelay } from '../../support/moody-relay.ts'
import { privateDesktopPrograms, startPrivateDesktop } from '../../support/private-desktop.ts'
import { expect, test } from '../fixtures.ts'
import { launchDesk } from '../launch-desk.ts'
import { createDeskPage, type DeskPage } from '../pages/desk-page.ts'

const missing = privateDesktopPrograms.filter((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0)

async function unlock(desk: DeskPage, password: string): Promise<void> {
  await desk.field('パスワード').fill(password)
  await desk.button('解除').click()
}

test('a session that ran out locks the desk; a restart finds it locked, also without the server (E35, P13)', async ({
  server,
  administrator,
  dataDir,
}) => {
  test.skip(missing.length > 0, `not installed: ${missing.join(', ')}`)
  const desktop = await startPrivateDesktop(join(dataDir, 'desktop'))
  const relay = await startMoodyRelay(server.url)
  const before = { ...process.env }
  Object.assign(process.env, desktop.env)
  const started: ElectronApplication[] = []
  const start = async (): Promise<DeskPage> => {
    const app = await launchDesk({ userDataDir: join(dataDir, 'desk'), serverUrl: relay.url, usesKeychain: true })
    started.push(app)
    return createDeskPage(await app.firstWindow())
  }
  try {
    const desk = await start()
    const window = { width: 1010, height: 690 }
    await started[0]?.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setBounds(size), window)
    await desk.logIn(administrator)
    await desk.openSearch()
    await desk.search({ ログインID: 'cz02' })
    await desk.expectResults(1)
    relay.become({ refuse: 'session_expired' })
    // Not by a click: the page it is made on is destroyed in the middle of it.
    await desk.page.evaluate('void window.desk.policy.read({})').catch(() => undefined)
    await expect(desk.page.getByText('ログインの有効期限が切れたため、ロックしました。')).toBeVisible()
    relay.become('faithful')
    await unlock(desk, administrator.password)
    await expect(desk.field('ログインID')).toHaveValue('cz02')
    await started[0]?.close()

    relay.become('silent')
    const again = await start()
    const readBounds = () => started[1]?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
    await expect.poll(readBounds, { message: 'the window comes back in its size' }).toMatchObject(window)
    await expect(again.page.getByText(/（WR012739）さんの画面をロックしています。/)).toBeVisible()
    await expect(again.page.getByText('アプリを起動したときは、ご本人であることを')).toBeVisible()
    await unlock(again, administrator.password)
    await expect(again.heading('再発行履歴')).toBeVisible()
    const reissue = again.page.getByRole('navigation').getByText('パスワード再発行')
    await expect(again.page.getByRole('link', { name: 'パスワード再発行', disabled: true })).toBeVisible()
    relay.become('faithful')
    await expect(again.page.getByRole('link', { name: 'パスワード再発行', disabled: false })).toBeVisible({
      timeout: 10_000,
    })
    await reissue.click()
    await expect(again.heading('ユーザー検索')).toBeVisible()
  } finally {
    for (const app of started) await app.close().catch(() => undefined)
    relay.close()
    await desktop.stop()
    for (const name of Object.keys(desktop.env)) {
      if (before[name] === undefined) delete process.env[name]
      else process.env[name] = before[name]
    }
  }
})
