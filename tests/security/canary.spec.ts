import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '../e2e/fixtures.ts'
import { createDeskPage } from '../e2e/pages/desk-page.ts'
import { findFilesHolding, findProcessesHolding } from '../support/find-text.ts'

const canary = 'ZZcanary7Kq9'
const chosen = 'ZZcanary chosen by the user'

test('S-01: the temporary password is in no log, file, process argument or environment after a whole run (E38, P22, R3)', async ({
  launch,
  server,
  dataDir,
  administrator,
}) => {
  const app = await launch()
  const written: string[] = []
  app.process().stderr?.on('data', (chunk: Buffer) => written.push(chunk.toString()))
  app.process().stdout?.on('data', (chunk: Buffer) => written.push(chunk.toString()))
  const desk = createDeskPage(await app.firstWindow())
  await desk.logIn(administrator)
  await desk.openSearch()
  await desk.search()
  await desk.openUser('CZ021017')
  await expect(desk.temporaryPasswordField()).not.toHaveValue('')
  await desk.temporaryPasswordField().fill(canary)
  await desk.reissue()
  await desk.expectReissued()
  await desk.copyPassword()
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toBe(canary)
  await desk.button('閉じる').click()
  await desk.openHistory()
  await expect(desk.page.getByRole('grid').getByText('CZ021017').first()).toBeVisible()
  expect(await desk.page.content()).not.toContain(canary)
  const exported = join(dataDir, 'exported.csv')
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, exported)
  const readHandovers =
    'window.desk.reissues.list({}).then(({ value }) => value.items[0].handovers.map(({ kind }) => kind))'
  await expect.poll(() => desk.page.evaluate(readHandovers)).toEqual(['copied'])
  expect(await desk.page.evaluate("window.desk.historyExport.start({ language: 'ja', query: 'CZ021017' })")).toEqual({
    ok: true,
    value: { outcome: 'saved', written: expect.any(Number) },
  })
  const [, newest] = readFileSync(exported, 'utf8').split('\r\n')
  expect(newest).toMatch(/"CZ021017".*"未使用","","","コピー","なし","手入力"/)
  expect(readFileSync(exported, 'utf8')).not.toContain(canary)
  await desk.logOut()
  await desk.logIn({ loginId: 'CZ021017', password: 'wrong on purpose' })
  await expect(desk.page.getByText('invalid_credentials')).toBeVisible()
  await desk.logIn({ loginId: 'CZ021017', password: canary })
  await desk.chooseNewPassword(chosen)
  await expect(desk.page.getByText('新しいパスワードを設定しました')).toBeVisible()

  const secrets = [canary, chosen]
  if (existsSync('/proc')) expect(findProcessesHolding(secrets)).toEqual([])
  expect(findFilesHolding(dataDir, secrets)).toEqual([])
  // Logging out took it off the clipboard.
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).not.toContain(canary)
  await app.close()
  await server.stop()
  expect(readdirSync(dataDir, { recursive: true }).length, 'there is something to look through').toBeGreaterThan(20)
  expect(findFilesHolding(dataDir, secrets)).toEqual([])
  expect(written.join('')).toContain('desk:reissues.issue')
  expect(server.log()).toContain('/reissues')
  for (const secret of secrets) {
    expect(written.join('')).not.toContain(secret)
    expect(server.log()).not.toContain(secret)
  }
})
