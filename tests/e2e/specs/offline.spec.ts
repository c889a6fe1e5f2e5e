import { randomUUID } from 'node:crypto'
import { expect, test } from '../fixtures.ts'
import type { TestServer } from '../../support/server-process.ts'

/** Something to review: a reissue for CZ021017, made by the sample’s administrator elsewhere. */
async function reissueElsewhere({ url, account }: TestServer): Promise<void> {
  const api = `${url}/api/v1`
  const json = { 'content-type': 'application/json' }
  const body = JSON.stringify(account('WR012739'))
  const { token }: { token: string } = await (
    await fetch(`${api}/sessions`, { method: 'POST', headers: json, body })
  ).json()
  const headers = { ...json, authorization: `Bearer ${token}` }
  const found = await (await fetch(`${api}/users?loginId=CZ021017`, { headers })).json()
  const reissued = await fetch(`${api}/users/${found.items[0].userId}/reissues`, {
    method: 'POST',
    headers: { ...headers, 'idempotency-key': randomUUID() },
    body: JSON.stringify({ temporaryPassword: 'mXacknvU7Qwe' }),
  })
  expect(reissued.status).toBe(201)
}

test('without the server: the truth within 5 s, the history for review, locked and unlocked, and back by itself (E38)', async ({
  desk,
  server,
  administrator,
}) => {
  await reissueElsewhere(server)
  await desk.logIn(administrator)
  await expect(desk.heading('メニュー')).toBeVisible()
  const readKept = () => desk.page.evaluate('window.desk.offlineHistory.read({}).then(({ value }) => value.entries)')
  await expect.poll(readKept, { intervals: [50] }).toBe(1)

  await server.kill()
  await desk.openHistory()
  const badge = desk.page.getByText(/^オフライン（.+ 時点）$/)
  await expect(badge).toBeVisible({ timeout: 5_000 })
  await expect(desk.page.getByText('サーバーに接続できません').filter({ visible: true }).first()).toBeVisible({
    timeout: 5_000,
  })
  await expect(desk.page.getByRole('gridcell', { name: 'CZ021017' })).toBeVisible()
  await desk.field('ユーザー').fill('nobody')
  await expect(desk.page.getByText('条件に合う再発行はありません。')).toBeVisible()

  await desk.button('ロック').click()
  await expect(desk.heading('ロック中')).toBeVisible()
  await desk.field('パスワード').fill('wrong')
  await desk.button('解除').click()
  await expect(desk.page.getByText('invalid_credentials')).toBeVisible()
  await desk.field('パスワード').fill(administrator.password)
  await desk.button('解除').click()
  await expect(desk.heading('再発行履歴')).toBeVisible()
  await expect(badge).toBeVisible()
  await expect(desk.page.getByRole('gridcell', { name: 'CZ021017' })).toBeVisible()
  const search = await desk.page.evaluate("window.desk.users.search({ loginId: 'CZ' })")
  expect(search).toMatchObject({ ok: false, error: { code: 'server_unreachable' } })

  await server.restart()
  await expect(badge).toHaveCount(0, { timeout: 15_000 })
  await expect(desk.page.getByRole('gridcell', { name: 'CZ021017' })).toBeVisible()
})
