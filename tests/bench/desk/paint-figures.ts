import type { BenchOptions } from '../bench-suite.ts'
import { makeFigure, noRounds, quantile, type Figure } from '../figures.ts'
import { doFloorActs, doOneReissue, paintActNames, paintActs, type PaintTimes } from './paint-acts.ts'
import { startPageHarness, type BenchPage, type PageHarness } from './page-harness.ts'

const heading = 'Key to paint, 4 × CPU throttle'
const firstHeading = 'Key to paint for the first time, 4 × CPU throttle'
const slowdown = 4
const goal = { of: 'value', atMost: 100 } as const

/**
 * From a key to the painted answer on a processor slowed down four times: p95 of at least 30 of each act a round, and the
 * first one of each after the page was loaded. Every round is a page loaded anew, after the floor’s.
 */
export async function measurePaint({ rounds, isSmoke, tell }: BenchOptions): Promise<readonly Figure[]> {
  const harness = await startPageHarness()
  const measured = paintActNames.map((act) => ({ act, label: paintActs[act], usual: noRounds(), first: noRounds() }))
  try {
    for (let round = 1; round <= rounds; round += 1) {
      tell(`desk: key to paint, round ${round} of ${rounds}`)
      const count = isSmoke ? 2 : 30
      const floor = await onSlowPage(harness, 'floor.html', 'form', (bench) => doFloorActs(bench, count))
      const times = await onSlowPage(harness, 'app.html?users=1000', '.menu-entries', (bench) => walk(bench, count))
      for (const { act, usual, first } of measured) {
        const own = times.get(act) ?? []
        const beside = act === 'type' || act === 'typePalette' ? floor.typed : floor.entered
        usual.push({ value: quantile(own, 0.95), floor: quantile(beside, 0.95) })
        first.push({ value: own[0] ?? Number.NaN, floor: beside[0] ?? Number.NaN })
      }
    }
  } finally {
    await harness.close()
  }
  return [
    ...measured.map(({ label, usual }) => makeFigure(`${heading}: ${label}, p95`, 'ms', usual, goal)),
    ...measured.map(({ label, first }) => makeFigure(`${firstHeading}: ${label}`, 'ms', first, goal)),
  ]
}

async function walk(bench: BenchPage, count: number): Promise<PaintTimes> {
  const times: PaintTimes = new Map()
  for (let number = 1; number <= count; number += 1) await doOneReissue(bench, times, number)
  return times
}

/** Loads a page at full speed and leaves it as long alone as somebody needs who looks where the window has opened. */
export async function onSlowPage<Result>(
  harness: PageHarness,
  path: string,
  ready: string,
  measure: (bench: BenchPage) => Promise<Result>,
): Promise<Result> {
  const bench = await harness.open(path)
  try {
    await bench.page.locator(ready).waitFor()
    await bench.throttle(slowdown)
    await bench.page.waitForTimeout(lookingMs)
    return await measure(bench)
  } finally {
    await bench.close()
  }
}

const lookingMs = 2_000
