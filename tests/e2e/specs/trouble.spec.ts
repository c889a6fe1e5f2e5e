import { join } from 'node:path'
import { expect, test } from '../fixtures.ts'
import { createDeskPage } from '../pages/desk-page.ts'
import { startSecondDesk } from '../start-second-desk.ts'

test('a wrong password: a message with a code, and what was typed as ID stays', async ({ desk }) => {
  await desk.logIn({ loginId: 'WR012739', password: 'wrong' })
  await expect(desk.page.getByText('ログインIDまたはパスワードが違います。')).toBeVisible()
  await expect(desk.page.getByText('invalid_credentials')).toBeVisible()
  await expect(desk.field('ログインID')).toHaveValue('WR012739')
})

test('a server out of reach: a clear message, nothing queued, and back by itself (U21)', async ({
  desk,
  server,
  administrator,
}) => {
  await desk.logIn(administrator)
  await desk.openSearch()
  await desk.search()
  await desk.expectResults(2)
  await desk.openUser('CZ021017')
  await expect(desk.temporaryPasswordField()).not.toHaveValue('')
  const suggested = await desk.temporaryPasswordField().inputValue()

  await server.kill()
  await desk.reissue()
  await expect(desk.page.getByText('server_unreachable').filter({ visible: true }).first()).toBeVisible()
  await expect(desk.page.getByText('サーバーに接続できません').filter({ visible: true }).first()).toBeVisible()
  await expect(desk.temporaryPasswordField()).toHaveValue(suggested)

  await server.restart()
  await expect(desk.page.getByText('接続中')).toBeVisible({ timeout: 15_000 })
  await expect(desk.heading('再発行完了')).toHaveCount(0)
  // The session is in the database, so the restarted server knows it; the same password can be issued now.
  await desk.reissue()
  await desk.expectReissued()
})

test('login while the server is down, then up again', async ({ desk, server, administrator }) => {
  await server.stop()
  await desk.logIn(administrator)
  await expect(desk.page.getByText('server_unreachable')).toBeVisible()
  await server.restart()
  await desk.logIn(administrator)
  await expect(desk.heading('メニュー')).toBeVisible()
})

test('two apps at once: with the same data the first comes to the front, with other data both work', async ({
  launch,
  dataDir,
  administrator,
}) => {
  const first = createDeskPage(await (await launch()).firstWindow())
  await first.logIn(administrator)
  await expect(first.heading('メニュー')).toBeVisible()

  expect((await startSecondDesk(join(dataDir, 'desk'), [])).printed).toContain('already running')
  await expect(first.heading('メニュー')).toBeVisible()

  const other = createDeskPage(await (await launch({ userDataName: 'other' })).firstWindow())
  await other.logIn(administrator)
  await expect(other.heading('メニュー')).toBeVisible()
  await first.openSearch()
  await first.search()
  await first.expectResults(2)
})

test('a session ended elsewhere leads to the login screen, which says why', async ({ desk, server, administrator }) => {
  await desk.logIn(administrator)
  await expect(desk.heading('メニュー')).toBeVisible()
  const elsewhere = await fetch(`${server.url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(administrator),
  })
  const { token }: { token: string } = await elsewhere.json()
  await fetch(`${server.url}/api/v1/sessions`, { method: 'DELETE', headers: { authorization: `Bearer ${token}` } })
  // Whatever asks the server next finds out: the person, or the history that is kept up to date by itself.
  await desk.page.evaluate('window.desk.users.search({})')
  await expect(desk.heading('ログイン')).toBeVisible()
  await expect(desk.page.getByText('session_ended')).toBeVisible()
})
