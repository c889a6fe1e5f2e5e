import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { startServer } from '../../../src-server/serve.ts'
import { launchDesk } from '../launch-desk.ts'
import { createDeskPage } from '../pages/desk-page.ts'
import { readTemplate } from '../../support/test-database.ts'

test('a temporary password that has run out: told as such to whoever has it, and only to them (P3)', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'saihakko-expiry-'))
  let now = new Date('2026-11-23T03:00:00.000Z')
  const server = await startServer({
    listen: { host: '127.0.0.1', port: 0 },
    database: { kind: 'embedded', dataDir: 'memory', dump: await readTemplate() },
    dataDir: join(dir, 'server'),
    logLevel: 'silent',
    sample: true,
    clock: () => now,
  })
  const app = await launchDesk({ userDataDir: join(dir, 'desk'), serverUrl: server.url })
  try {
    const desk = createDeskPage(await app.firstWindow())
    const administrator = server.sampleAccounts?.find(({ loginId }) => loginId === 'WR012739')
    if (!administrator) throw new Error('the sample has no administrator')
    await desk.logIn(administrator)
    await desk.openSearch()
    await desk.search()
    await desk.openUser('CZ021017')
    await expect(desk.page.getByText('2026年11月24日(火) 23:59 まで有効（日本時間）')).toBeVisible()
    const temporaryPassword = await desk.temporaryPasswordField().inputValue()
    await desk.reissue()
    await desk.expectReissued()
    await desk.copyPassword()
    await desk.button('閉じる').click()
    await desk.logOut()

    now = new Date('2026-11-24T15:00:00.000Z')
    await desk.logIn({ loginId: 'CZ021017', password: temporaryPassword })
    await expect(desk.page.getByText('仮パスワードの有効期限が過ぎています。')).toBeVisible()
    await expect(desk.page.getByText('temporary_password_expired')).toBeVisible()
    await desk.logIn({ loginId: 'CZ021017', password: 'not the temporary one' })
    await expect(desk.page.getByText('invalid_credentials')).toBeVisible()
  } finally {
    await app.close()
    await server.close()
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
  }
})
