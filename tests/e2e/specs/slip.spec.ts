import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { findFilesHolding, findProcessesHolding } from '../../support/find-text.ts'
import { readPdfText } from '../../support/pdf-text.ts'
import { putInFront } from '../../support/put-in-front.ts'
import { expect, test } from '../fixtures.ts'
import { chooseHost } from '../launch-desk.ts'
import { createDeskPage } from '../pages/desk-page.ts'

const canary = 'ZZcanary7Kq9'
const groups = ['ZZca', 'nary', '7Kq9']

test.use({ preparation: { commands: [{ args: ['policy', '--set', 'slipWithPassword=true'] }] } })

test('S-28: a PDF holds the login ID and the validity and never the password; paper does when asked; nothing is left', async ({
  launch,
  dataDir,
  administrator,
}) => {
  test.skip(
    !chooseHost().name.includes('Chromium'),
    'Electron shows the system’s print dialog, which no test can answer',
  )
  test.skip(process.platform === 'win32', 'there is no lp on Windows')
  const outside = mkdtempSync(join(tmpdir(), 'saihakko-slip-'))
  const [paper, saved] = [join(outside, 'paper.pdf'), join(outside, 'slip.pdf')]
  const before = process.env['PATH'] ?? ''
  process.env['PATH'] = [putInFront(outside, 'lp', `cat > '${paper}'`), before].join(delimiter)
  try {
    const app = await launch()
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    }, saved)
    const desk = createDeskPage(await app.firstWindow())
    await desk.logIn(administrator)
    await desk.openSearch()
    await desk.search()
    await desk.openUser('CZ021017')
    await expect(desk.temporaryPasswordField()).not.toHaveValue('')
    await desk.temporaryPasswordField().fill(canary)
    await desk.reissue()
    await desk.expectReissued()
    const validity = await desk.page.getByText(/23:59 まで有効/).innerText()
    await desk.button('連絡票').click()

    await desk.dialog().getByRole('button', { name: 'PDFに保存' }).click()
    await expect(desk.dialog().getByText('連絡票をPDFに保存しました。')).toBeVisible()
    const pdf = readPdfText(readFileSync(saved))
    expect(pdf).toContain('CZ021017')
    expect(pdf).toContain(validity.normalize('NFKC'))
    for (const group of groups) expect(pdf).not.toContain(group)
    expect(statSync(saved).mode & 0o777).toBe(0o600)

    await desk.dialog().getByLabel('A5').check()
    await desk.dialog().getByLabel('仮パスワードを印刷する').check()
    await desk.dialog().getByRole('button', { name: '印刷', exact: true }).click()
    await expect(desk.dialog().getByText('連絡票をプリンターに送りました。')).toBeVisible()
    const printed = readFileSync(paper)
    expect(printed.toString('latin1')).toMatch(/MediaBox \[0 0 420 59\d/)
    for (const group of ['CZ021017', ...groups]) expect(readPdfText(printed)).toContain(group)

    await expect.poll(() => app.windows().length).toBe(1)
    await desk.dialog().getByRole('button', { name: '閉じる' }).click()
    await expect(desk.button('連絡票')).toBeFocused() // U16
    await desk.button('閉じる').click()
    await expect(desk.heading('メニュー')).toBeVisible() // it was handed over: leaving asks nothing
    const history = 'desk.reissues.list({}).then(({ value }) => value.items[0].handovers.map(({ kind }) => kind))'
    await expect.poll(async () => await desk.page.evaluate(history)).toEqual(['printed'])

    if (existsSync('/proc')) expect(findProcessesHolding([canary])).toEqual([])
    await app.close()
    expect(findFilesHolding(dataDir, [canary])).toEqual([])
  } finally {
    process.env['PATH'] = before
    rmSync(outside, { recursive: true, force: true })
  }
})
