import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '../fixtures.ts'
import { launchDesk } from '../launch-desk.ts'
import { createDeskPage } from '../pages/desk-page.ts'
import { makeCertificate } from '../../support/certificates.ts'
import { fingerprintOf, startTlsFront } from '../../support/tls-front.ts'

test('first start (flow E): a server is tested, its fingerprint compared and trusted; another certificate is told within 5 s and blocks (E1, R14)', async ({
  server,
  administrator,
}) => {
  const [certificate, another] = [makeCertificate(), makeCertificate({ commonName: 'another' })]
  test.skip(!certificate || !another, 'there is no openssl')
  if (!certificate || !another) return
  const front = await startTlsFront(certificate, Number(new URL(server.url).port))
  const userDataDir = mkdtempSync(join(tmpdir(), 'saihakko-first-start-'))
  const app = await launchDesk({ userDataDir })
  try {
    const desk = createDeskPage(await app.firstWindow())
    const { page } = desk
    const firstGroup = (files: typeof certificate) => page.getByText(fingerprintOf(files).slice(0, 11), { exact: true })

    await expect(desk.heading('接続先を決める')).toBeVisible()
    await expect(desk.button('試してみる')).toBeVisible()
    await desk.field('サーバーのアドレス').fill(`localhost:${front.port}`)
    await desk.button('テスト').click()
    await expect(page.getByText('サーバーの証明書を、このPCは信頼していません。')).toBeVisible()
    await expect(firstGroup(certificate)).toBeVisible()
    expect(front.received()).toBe(0)
    await page.getByRole('checkbox').check()
    await desk.button('この証明書を信頼して接続').click()

    await expect(desk.heading('ログイン')).toBeVisible()
    await desk.logIn(administrator)
    await expect(desk.heading('メニュー')).toBeVisible()
    await expect(page.getByText('接続中')).toBeVisible()

    front.replaceCertificate(another)
    await expect(page.getByText('証明書が変わっています')).toBeVisible({ timeout: 5_000 })
    const before = front.received()
    await desk.button('ログアウト').click()
    await desk.logIn(administrator)
    await expect(page.getByText('certificate_changed')).toBeVisible()
    expect(front.received()).toBe(before)

    await desk.button('接続先を変更').click()
    await desk.button('テスト').click()
    await expect(page.getByText('これまでのフィンガープリント')).toBeVisible()
    await expect(firstGroup(certificate)).toBeVisible()
    await expect(firstGroup(another)).toBeVisible()
    await expect(desk.button('この証明書を信頼して接続')).toHaveAttribute('aria-disabled', 'true')
  } finally {
    await app.close()
    await front.close()
    rmSync(userDataDir, { recursive: true, force: true, maxRetries: 5 })
  }
})
