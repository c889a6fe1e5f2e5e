import type { BenchOptions } from '../bench-suite.ts'
import { makeFigure, noRounds, type Figure, type Goal, type Round } from '../figures.ts'
import type { BenchPage, PageHarness } from './page-harness.ts'
import { startPageHarness } from './page-harness.ts'
import { fewSteps, manySteps, scrollActs, type ScrollAmount } from './scroll-acts.ts'
import { watchTasks } from './scroll-tasks.ts'

const longMs = 50

interface Row {
  readonly name: string
  readonly unit: Figure['unit']
  readonly rounds: Round[]
  readonly goal: Goal | undefined
}

/**
 * The list of 100,000 users while it is scrolled in every way there is and while its pages are read in the background:
 * tasks of more than 50 ms, the longest one, and how many elements the page has at most. Once at
 * full speed and once four times slower, the latter without a goal.
 */
export async function measureScroll({ rounds, isSmoke, tell }: BenchOptions): Promise<readonly Figure[]> {
  const harness = await startPageHarness()
  const users = isSmoke ? 1_000 : 100_000
  const rows = new Map<string, Row>()
  const note = (name: string, unit: Figure['unit'], value: number, goal?: Goal) => {
    const row = rows.get(name) ?? { name, unit, rounds: noRounds(), goal }
    rows.set(name, row)
    row.rounds.push({ value })
  }
  try {
    for (let round = 1; round <= rounds; round += 1) {
      for (const slowdown of isSmoke ? [1] : [1, 4]) {
        tell(`desk: list of ${users} users, ${slowdown} × throttle, round ${round} of ${rounds}`)
        const heading = `List of ${users.toLocaleString('en')} users${slowdown === 1 ? '' : ', 4 × CPU throttle'}`
        const none: Goal | undefined = slowdown === 1 ? { of: 'value', atMost: 0 } : undefined
        const seen = await scrollOnce(harness, users, slowdown, isSmoke ? fewSteps : manySteps)
        note(`${heading}: answer → first rows painted`, 'ms', seen.firstPaintMs)
        for (const { name, longTasks, longestMs } of seen.acts) {
          note(`${heading}: ${name}, tasks over ${longMs} ms`, 'tasks', longTasks, none)
          note(`${heading}: ${name}, longest task`, 'ms', longestMs)
        }
        note(`${heading}: elements in the page at most`, 'nodes', seen.mostElements)
      }
    }
  } finally {
    await harness.close()
  }
  return [...rows.values()]
    .toSorted((a, b) => headingOf(a.name).localeCompare(headingOf(b.name)))
    .map(({ name, unit, rounds: values, goal }) => makeFigure(name, unit, values, goal))
}

const headingOf = (name: string): string => name.split(': ')[0] ?? ''

interface Seen {
  readonly firstPaintMs: number
  readonly acts: readonly { readonly name: string; readonly longTasks: number; readonly longestMs: number }[]
  readonly mostElements: number
}

async function scrollOnce(harness: PageHarness, users: number, slowdown: number, amount: ScrollAmount): Promise<Seen> {
  const bench = await harness.open(`app.html?users=${users}`)
  try {
    await showList(bench)
    await bench.throttle(slowdown)
    await bench.rest()
    await bench.pressUntil('Enter', { selector: '.row-link' })
    const firstPaintMs = await bench.page.evaluate(sinceAnswer)
    const acts: Seen['acts'][number][] = []
    let mostElements = 0
    for (const { name, scroll } of scrollActs(amount)) {
      const tasks = await watchTasks(harness.browser, bench, longMs)
      await scroll(bench)
      acts.push({ name, ...(await tasks.stop()) })
      mostElements = Math.max(mostElements, await bench.page.evaluate(() => document.querySelectorAll('*').length))
    }
    return { firstPaintMs, acts, mostElements }
  } finally {
    await bench.close()
  }
}

/** The search screen with the focus in its first field; Enter finds everybody. */
async function showList({ page }: BenchPage): Promise<void> {
  await page.locator('.menu-entries').waitFor()
  await page.keyboard.press('Alt+1')
  await page.locator('.search-field input').first().focus()
}

/** Runs in the page: from the made-up bridge’s first answer to the end of the frame that shows it. */
function sinceAnswer(): number {
  const answered = performance.getEntriesByName('answered')[0]?.startTime ?? Number.NaN
  const paint = performance.getEntriesByName('key to paint').at(-1)
  return paint ? paint.startTime + paint.duration - answered : Number.NaN
}
