import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { expect, type ElectronApplication } from '@playwright/test'
import { buildBundles } from '../../scripts/build.ts'
import { ensureBrowser } from '../../scripts/ensure-browser.ts'
import { chooseHost, launchDesk } from '../e2e/launch-desk.ts'
import { createDeskPage, type DeskPage } from '../e2e/pages/desk-page.ts'
import { inProject } from '../support/project.ts'

const help = `npm run demo [-- --out DIR] [--yes]
Does the main job without a display: the embedded server, the real app, headless Chromium. A picture of every screen goes to DIR
(demo-pictures). Ends with an exit code other than 0 at the first step that does not hold.
`

const newPassword = 'a quiet harbour at dawn'

interface Stage {
  readonly app: ElectronApplication
  readonly desk: DeskPage
  /** Prints the step, runs it, takes a picture of what it leads to. */
  step(what: string, picture: string, run: () => Promise<void>): Promise<void>
}

/** The administrator’s part: search, reissue, copy; then the user’s: log in with it, choose a new one. */
async function reissueForStaff({ app, desk, step }: Stage): Promise<void> {
  let temporaryPassword = ''
  // The first start creates the database and the sample.
  await step('the login screen with the sample accounts', 'login', () =>
    expect(desk.heading('ログイン')).toBeVisible({ timeout: 60_000 }),
  )
  await step('log in as WR012739 from the card', 'menu', async () => {
    await desk.fillFromTrialCard('WR012739')
    await desk.button('ログイン').click()
    await expect(desk.heading('メニュー')).toBeVisible()
    // Without a keychain every screen says so until it is told to be quiet; the pictures are about other things.
    const notice = desk.page.getByRole('button', { name: 'この案内を閉じる' })
    if (await notice.isVisible()) await notice.click()
  })
  await step('open the search', 'search', () => desk.openSearch())
  await step('search without a condition: 2 results', 'results', async () => {
    await desk.search()
    await desk.expectResults(2)
  })
  await step('open CZ021017', 'reissue', async () => {
    await desk.openUser('CZ021017')
    await expect(desk.temporaryPasswordField()).not.toHaveValue('')
    temporaryPassword = await desk.temporaryPasswordField().inputValue()
  })
  await step('ask for the reissue: one confirmation', 'confirmation', async () => {
    await desk.button('再発行').click()
    await expect(desk.dialog()).toBeVisible()
  })
  await step('reissue', 'reissued', async () => {
    await desk.dialog().getByRole('button', { name: '再発行', exact: true }).click()
    await desk.expectReissued()
  })
  await step('copy: the clipboard holds the temporary password', 'copied', async () => {
    await desk.button('コピー').click()
    await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toBe(temporaryPassword)
  })
  await step('the history shows it as unused', 'history', async () => {
    await desk.button('閉じる').click()
    await desk.openHistory()
    await expect(desk.page.getByText('未使用').first()).toBeVisible()
  })
  await step('log out', 'logged-out', () => desk.logOut())
  await step(
    'log in as CZ021017 with the temporary password: a new one has to be chosen',
    'choose-password',
    async () => {
      await desk.logIn({ loginId: 'CZ021017', password: temporaryPassword })
      await expect(desk.heading('新パスワードの再設定')).toBeVisible()
    },
  )
  await step('choose a new password', 'password-chosen', async () => {
    await desk.chooseNewPassword(newPassword)
    await expect(desk.page.getByText('新しいパスワードを設定しました')).toBeVisible()
  })
  await step('the temporary password works no more', 'refused', async () => {
    await desk.logOut()
    await desk.logIn({ loginId: 'CZ021017', password: temporaryPassword })
    await expect(desk.page.getByText('invalid_credentials')).toBeVisible()
  })
}

/** The helpdesk’s part: it finds administrators of every member, verifies the caller, and then reissues. */
async function serveAdministrator({ desk, step }: Stage): Promise<void> {
  await step('log in as the helpdesk', 'helpdesk-menu', async () => {
    await desk.fillFromTrialCard('HD000001')
    await desk.button('ログイン').click()
    await expect(desk.heading('メニュー')).toBeVisible()
  })
  await step('search the members’ administrators', 'helpdesk-results', async () => {
    await desk.openSearch()
    await desk.search({ ログインID: 'wr0' })
    await desk.expectResults(2)
  })
  await step('open WR012739: identity verification comes first', 'helpdesk-verification', async () => {
    await desk.openUser('WR012739')
    await expect(desk.button('本人確認を始める')).toBeVisible()
  })
  await step('call back a number on file, compare what the caller says', 'helpdesk-verified', () =>
    desk.establishCaller({ 契約番号: 'tst0020001', 代表者名: '見本一郎' }),
  )
  await step('passed: the reissue may follow, once', 'helpdesk-reissue', async () => {
    await desk.button('合格').click()
    await expect(desk.temporaryPasswordField()).not.toHaveValue('')
  })
  await step('reissue for the administrator', 'helpdesk-reissued', async () => {
    await desk.reissue()
    await desk.expectReissued()
  })
  await step('nobody else’s verification is waiting for approval', 'approvals', async () => {
    await desk.button('コピー').click()
    await desk.button('閉じる').click()
    await desk.page.getByRole('navigation').getByText('本人確認待ち').click()
    await expect(desk.heading('本人確認待ち')).toBeVisible()
    await expect(desk.page.getByText('承認待ちの本人確認はありません')).toBeVisible()
  })
  await step('lock the desk', 'locked', async () => {
    await desk.button('ロック').click()
    await expect(desk.heading('ロック中')).toBeVisible()
  })
}

async function demonstrate(outDir: string): Promise<void> {
  const userDataDir = mkdtempSync(join(tmpdir(), 'saihakko-demo-'))
  let taken = 0
  process.stdout.write(`The window is shown by ${chooseHost().name}.\n`)
  const app = await launchDesk({ userDataDir, args: ['--trial'] })
  try {
    const page = await app.firstWindow()
    const step: Stage['step'] = async (what, picture, run) => {
      taken += 1
      const file = `${String(taken).padStart(2, '0')}-${picture}.png`
      try {
        await run()
      } finally {
        await page.screenshot({ path: join(outDir, file), animations: 'disabled' })
      }
      process.stdout.write(`  ok  ${what}  [${file}]\n`)
    }
    const stage = { app, desk: createDeskPage(page), step }
    await reissueForStaff(stage)
    await serveAdministrator(stage)
  } finally {
    await app.close()
    rmSync(userDataDir, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function run(): Promise<number> {
  const options = { out: { type: 'string' }, yes: { type: 'boolean' }, help: { type: 'boolean' } } as const
  const { values } = parseArgs({ options })
  if (values.help === true) {
    process.stdout.write(help)
    return 0
  }
  if ((await ensureBrowser(values.yes === true ? 'given' : 'ask')) === undefined) return 1
  const code = await buildBundles()
  if (code !== 0) return code
  const outDir = resolve(values.out ?? inProject('demo-pictures'))
  mkdirSync(outDir, { recursive: true })
  try {
    await demonstrate(outDir)
  } catch (error) {
    process.stderr.write(`The demonstration stopped: ${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  } finally {
    process.stdout.write(`Pictures: ${outDir}\n`)
  }
  return 0
}

process.exitCode = await run()
