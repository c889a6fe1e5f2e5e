import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { expect, test as base } from '../e2e/fixtures.ts'
import { launchDesk } from '../e2e/launch-desk.ts'
import { createDeskPage, type DeskPage } from '../e2e/pages/desk-page.ts'
import { countRounds, isNightly, reportFault } from '../support/fault-rounds.ts'
import { measurePage, readPageHeap, searchMainHeap, wholeStrings } from '../support/heap-search.ts'

/** Until then compiled code and caches of a fixed size fill up. */
const warmUpRounds = 3
const rounds = Math.max(warmUpRounds + 1, countRounds({ test: 6, nightly: 1000 }))
const grownBytesAllowed = 10 * 1024 * 1024
/** Begins every password that is typed; letters alone, so that the done screen shows it in these two pieces. */
const mark = 'QxvjWqzk'
const marksPieces = ['Qxvj', 'Wqzk']
const login = 'CZ021017'

const occurrences = (text: string, part: string): number => text.split(part).length - 1
/** The mark in any string, and its pieces as strings of their own. */
const searchMark = (heap: string): number[] =>
  [mark, ...marksPieces.map((piece) => `"${piece}"`)].map((part) => occurrences(heap, part))

/** Reissues from the search results to the copied password. Every other round issues the suggestion as it is, the last does not. */
async function reissueOnce(desk: DeskPage, round: number): Promise<{ readonly suggested: string }> {
  await desk.openUser(login)
  const field = desk.temporaryPasswordField()
  await expect(field).not.toHaveValue('')
  const suggested = await field.inputValue()
  if ((rounds - round) % 2 === 0) await field.fill(`${mark}${round}`)
  await desk.reissue()
  await desk.expectReissued()
  await desk.copyPassword()
  return { suggested }
}

async function closeDoneScreen(desk: DeskPage): Promise<void> {
  await desk.button('閉じる').click()
  await expect(desk.heading('メニュー')).toBeVisible()
}

async function goOnFrom(desk: DeskPage, screen: 'done' | 'menu'): Promise<void> {
  if (screen === 'done') await desk.button('別のユーザー').click()
  else await desk.openSearch()
  await desk.search()
}

const test = base.extend<{ readonly app: ElectronApplication }>({
  app: async ({ dataDir, server }, use) => {
    const app = await launchDesk({
      userDataDir: join(dataDir, 'desk'),
      serverUrl: server.url,
      args: [`--js-flags=${wholeStrings}`],
    })
    await use(app)
    await app.close()
  },
})

const manyReissues = ['policy', '--set', 'operatorReissuesPerHour=1000000', '--set', 'reauthenticationSeconds=0']
test.use({ preparation: { commands: isNightly ? [{ args: manyReissues }] : [] } })

test(`S-27: after ${rounds} reissues neither process holds a password, and the page has not grown`, async ({
  app,
  administrator,
}) => {
  test.setTimeout(60_000 + rounds * 3_000)
  const page = await app.firstWindow()
  const desk = createDeskPage(page)
  const devtools = await page.context().newCDPSession(page)
  await desk.logIn(administrator)
  await goOnFrom(desk, 'menu')

  const suggestions: string[] = []
  for (let round = 1; round <= warmUpRounds; round++) {
    if (round > 1) await goOnFrom(desk, 'done')
    suggestions.push((await reissueOnce(desk, round)).suggested)
  }
  await closeDoneScreen(desk)
  const warm = await measurePage(devtools)
  for (let round = warmUpRounds + 1; round <= rounds; round++) {
    await goOnFrom(desk, round === warmUpRounds + 1 ? 'menu' : 'done')
    suggestions.push((await reissueOnce(desk, round)).suggested)
  }
  if (isNightly) {
    // On the screen that shows it, each process holds the last one.
    expect(searchMark(await readPageHeap(devtools))).toEqual([expect.any(Number), 1, 1])
    expect(await searchMainHeap(app, [mark])).toEqual([1])
  }
  // Nothing that follows could push out of React what it keeps of the screen before.
  await closeDoneScreen(desk)

  const heap = await readPageHeap(devtools)
  expect(heap).toContain(administrator.loginId)
  expect(searchMark(heap)).toEqual([0, 0, 0])
  expect(suggestions.filter((suggested) => heap.includes(suggested))).toEqual([])
  const [held, ...counts] = await searchMainHeap(app, [administrator.loginId, mark, ...suggestions])
  expect(held).toBeGreaterThan(0)
  expect(counts).toEqual([0, ...suggestions.map(() => 0)])

  // What Blink lets go of late is waited for.
  let left = warm
  await expect(async () => {
    left = await measurePage(devtools)
    expect(left.nodes).toBeLessThanOrEqual(warm.nodes)
    expect(left.listeners).toBeLessThanOrEqual(warm.listeners)
    expect(left.documents).toBe(warm.documents)
  }).toPass({ timeout: 15_000 })
  const grownBytes = left.heapBytes - warm.heapBytes
  const details = { nodesBefore: warm.nodes, nodesAfter: left.nodes, grownBytes }
  reportFault({ fault: 'reissues through the page', where: 'desk', times: rounds, details })
  expect(grownBytes).toBeLessThan(grownBytesAllowed)
})
