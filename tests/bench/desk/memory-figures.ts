import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CDPSession, ElectronApplication, Page } from '@playwright/test'
import { launchDesk } from '../../e2e/launch-desk.ts'
import { createDeskPage } from '../../e2e/pages/desk-page.ts'
import { runServerCommand } from '../../e2e/run-server-command.ts'
import { measurePage } from '../../support/heap-search.ts'
import { createSampleData, startTestServer } from '../../support/server-process.ts'
import type { BenchOptions } from '../bench-suite.ts'
import { makeFigure, type Figure } from '../figures.ts'
import { hastenPage, measureMain, passHoursInMain, reissueInPage } from './memory-acts.ts'

const heading = 'Memory'
const megabyte = 1_024 * 1_024
const goal = { of: 'value', atMost: 10 } as const
const [administrator, target] = ['WR012739', 'CZ021017']
/** Until then compiled code and caches of a fixed size fill up. */
const warmUpReissues = 10
/** Of the heartbeat while somebody looks. */
const beatMs = 2_500
const waitMs = 60_000

interface Reading {
  readonly page: number
  readonly main: number
}

interface OpenDesk {
  readonly app: ElectronApplication
  readonly page: Page
  readonly devtools: CDPSession
}

/**
 * What page and main process hold after a collection, and by how much it grows: over reissues through the page, each with its
 * password copied, and over a working day, whose timers are made to run sooner. Once, whatever the number of rounds.
 */
export async function measureMemory({ isSmoke, tell }: BenchOptions): Promise<readonly Figure[]> {
  const [reissues, hours] = isSmoke ? [3, 0.01] : [1_000, 8]
  const folder = mkdtempSync(join(tmpdir(), 'saihakko-memory-'))
  const serverDir = join(folder, 'server')
  const passwords = await createSampleData(serverDir)
  const unlimited = ['policy', '--set', 'operatorReissuesPerHour=1000000', '--set', 'reauthenticationSeconds=0']
  await runServerCommand(serverDir, { args: unlimited })
  const server = await startTestServer(serverDir, passwords)
  const app = await launchDesk({ userDataDir: join(folder, 'desk'), serverUrl: server.url })
  try {
    const page = await app.firstWindow()
    const devtools = await page.context().newCDPSession(page)
    const open = { app, page, devtools }
    await createDeskPage(page).field('ログインID').waitFor({ timeout: waitMs })
    const atLogin = await read(open)
    await logIn(page, server.account(administrator))
    tell('desk: memory, warm-up')
    await reissue(page, isSmoke ? 1 : warmUpReissues)
    const first = await read(open)
    tell(`desk: memory, ${reissues} reissues`)
    await reissue(page, reissues)
    const afterReissues = await read(open)
    await createDeskPage(page).logOut()
    await page.evaluate(hastenPage, 600)
    await logIn(page, server.account(administrator))
    const morning = await read(open)
    tell(`desk: memory, ${hours} hours`)
    if ((await passHoursInMain(app, hours, beatMs)) === 0) throw new Error('no heartbeat in all these hours')
    // A desk that has locked itself holds nothing.
    await createDeskPage(page).heading('メニュー').waitFor({ timeout: waitMs })
    const evening = await read(open)
    return [
      ...figures('at the login', atLogin),
      ...figures('logged in', first),
      ...figures(`growth over ${reissues} reissues`, subtract(afterReissues, first), goal),
      ...figures(`growth over ${hours} hours`, subtract(evening, morning), goal),
    ]
  } finally {
    await app.close().catch(() => undefined)
    await server.stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

const figures = (what: string, { page, main }: Reading, atMost?: typeof goal): Figure[] => [
  makeFigure(`${heading}: page, ${what}`, 'MB', [{ value: page / megabyte }], atMost),
  makeFigure(`${heading}: main process, ${what}`, 'MB', [{ value: main / megabyte }], atMost),
]

const subtract = (later: Reading, earlier: Reading): Reading => ({
  page: later.page - earlier.page,
  main: later.main - earlier.main,
})

async function read({ app, devtools }: OpenDesk): Promise<Reading> {
  return { page: (await measurePage(devtools)).heapBytes, main: await measureMain(app) }
}

async function logIn(page: Page, account: { readonly loginId: string; readonly password: string }): Promise<void> {
  const desk = createDeskPage(page)
  await desk.logIn(account)
  await desk.heading('メニュー').waitFor({ timeout: waitMs })
}

/** From the menu, and back to it. */
async function reissue(page: Page, count: number): Promise<void> {
  const desk = createDeskPage(page)
  await desk.openSearch()
  await page.evaluate(reissueInPage, { loginId: target, count })
  await desk.page.getByRole('navigation').getByText('メニュー').click()
  await desk.heading('メニュー').waitFor({ timeout: waitMs })
}
