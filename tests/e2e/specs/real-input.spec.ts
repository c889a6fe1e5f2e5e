import { spawnSync } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { expect, test } from '../fixtures.ts'
import { launchDesk } from '../launch-desk.ts'
import { createDeskPage } from '../pages/desk-page.ts'
import { shortLived } from '../../support/embedded-process.ts'
import { inProject } from '../../support/project.ts'
import { startTestServer } from '../../support/server-process.ts'
import { makeDataDirectory } from '../../support/test-database.ts'
import { generateUserCsv } from '../../support/user-csv-generator.ts'

const memberId = 'GENU0000007'
const password = 'a password of the operator'

/** Runs a command of the server over `dataDir`; gives what it printed. */
function runServerCommand(
  dataDir: string,
  args: readonly string[],
  input = '',
): { code: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...shortLived, inProject('src-server', 'cli.ts'), ...args],
    {
      env: { ...process.env, SAIHAKKO_DATA_DIR: dataDir },
      encoding: 'utf8',
      input,
    },
  )
  return { code: status, output: stdout + stderr }
}

test('10,000 users of 100 members: imported, searched in the app, and one of them served', async ({ dataDir }) => {
  test.setTimeout(300_000)
  const csv = join(dataDir, 'users.csv')
  const serverDir = join(dataDir, 'server')
  await pipeline(Readable.from(generateUserCsv({ users: 10_000, members: 100 })), createWriteStream(csv))
  await makeDataDirectory(serverDir)
  const imported = runServerCommand(serverDir, ['import', csv])
  expect(imported.output).toContain('imported 10000 users, 100 members')
  expect(imported.code).toBe(0)
  const operator = [
    '--member-id',
    memberId,
    '--login-id',
    'BIG00001',
    '--user-name',
    '管理 花子',
    '--role',
    'administrator',
  ]
  expect(runServerCommand(serverDir, ['create-user', ...operator], `${password}\n`)).toMatchObject({ code: 0 })

  const server = await startTestServer(serverDir)
  const app = await launchDesk({ userDataDir: join(dataDir, 'desk'), serverUrl: server.url })
  try {
    const desk = createDeskPage(await app.firstWindow())
    await desk.logIn({ loginId: 'BIG00001', password })
    await desk.openSearch()
    await desk.search()
    await desk.expectResults(101)
    await desk.search({ ログインID: '０７００７' })
    await desk.expectResults(1)
    const link = desk.page.getByRole('link', { name: /0007007/ })
    const loginId = (await link.textContent()) ?? ''
    await link.click()
    await expect(desk.temporaryPasswordField()).not.toHaveValue('')
    const temporaryPassword = await desk.temporaryPasswordField().inputValue()
    await desk.reissue()
    await desk.expectReissued()
    await desk.copyPassword()
    await desk.button('閉じる').click()
    await desk.logOut()
    await desk.logIn({ loginId, password: temporaryPassword })
    await expect(desk.heading('新パスワードの再設定')).toBeVisible()
  } finally {
    await app.close()
    await server.stop()
  }
})
