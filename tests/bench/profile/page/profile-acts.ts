import { startPageHarness, type BenchPage, type PageHarness } from '../../desk/page-harness.ts'
import { doOneReissue, paintActs, type PaintAct, type WatchAct } from '../../desk/paint-acts.ts'
import { onSlowPage } from '../../desk/paint-figures.ts'
import { cpuProfileSchema, cutProfile, mergeProfiles, type CallNode, type CpuProfile } from '../call-tree.ts'
import { createDescribeFrame } from '../describe-frame.ts'
import { createFindPageSource } from './find-page-source.ts'
import { medianTime, readThreadTimes, traceCategories, type ThreadTime } from './main-thread-time.ts'

/** Those that take longest. */
const profiledActs = ['openSearch', 'search', 'issue', 'openHistory', 'openPalette'] as const satisfies PaintAct[]
type ProfiledAct = (typeof profiledActs)[number]

export interface ActProfile {
  readonly name: string
  readonly title: string
  /** Milliseconds from the key to the picture by kind of work, medians without the profiler. */
  readonly time: ThreadTime
  readonly root: CallNode
}

/**
 * Where the page’s main thread spent its time from a key to its picture, four times slowed down. The first walk through the
 * app is left out; what is rendered for the first time has figures of its own.
 */
export async function profileActs(repeats: number): Promise<ActProfile[]> {
  const harness = await startPageHarness({ hasNames: true })
  try {
    const profiles = await walk(harness, (bench) => collectProfiles(bench, repeats))
    const times = await walk(harness, (bench) => traceActs(harness, bench, Math.ceil(repeats / 2)))
    const describe = createDescribeFrame(createFindPageSource(harness.folder))
    return profiledActs.map((act) => ({
      name: `page-${act.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      title: paintActs[act],
      time: medianTime(times.get(act) ?? []),
      root: mergeProfiles(profiles.get(act) ?? [], describe),
    }))
  } finally {
    await harness.close()
  }
}

const walk = <Result>(harness: PageHarness, measure: (bench: BenchPage) => Promise<Result>): Promise<Result> =>
  onSlowPage(harness, 'app.html?users=1000', '.menu-entries', async (bench) => {
    await doOneReissue(bench, new Map(), 1)
    return measure(bench)
  })

async function repeat(bench: BenchPage, times: number, watch: WatchAct): Promise<void> {
  for (let number = 2; number < 2 + times; number += 1) await doOneReissue(bench, new Map(), number, watch)
}

const samplingMicroseconds = 100

async function collectProfiles(bench: BenchPage, repeats: number): Promise<Map<PaintAct, CpuProfile[]>> {
  const { cdp } = bench
  const profiles = new Map<PaintAct, CpuProfile[]>()
  await cdp.send('Performance.enable')
  await cdp.send('Profiler.enable')
  await cdp.send('Profiler.setSamplingInterval', { interval: samplingMicroseconds })
  await repeat(bench, repeats, async (name, act) => {
    if (!isProfiled(name)) return act()
    await cdp.send('Profiler.start')
    const taken = await act()
    const { profile } = await cdp.send('Profiler.stop')
    const [from, to] = await readLastAct(bench)
    profiles.set(name, [...(profiles.get(name) ?? []), cutProfile(cpuProfileSchema.parse(profile), from, to)])
    return taken
  })
  return profiles
}

/** From the key to the picture, in microseconds of the clock that profiles have. */
async function readLastAct({ page, cdp }: BenchPage): Promise<readonly [from: number, to: number]> {
  const { metrics } = await cdp.send('Performance.getMetrics')
  const navigated = metrics.find(({ name }) => name === 'NavigationStart')?.value ?? Number.NaN
  const { startTime, duration } = await page.evaluate(() => {
    const [last] = performance.getEntriesByName('key to paint').slice(-1)
    return { startTime: last?.startTime ?? Number.NaN, duration: last?.duration ?? Number.NaN }
  })
  const from = navigated * 1e6 + startTime * 1e3
  return [from, from + duration * 1e3]
}

const isProfiled = (name: PaintAct): name is ProfiledAct => profiledActs.some((act) => act === name)

async function traceActs(
  { browser }: PageHarness,
  bench: BenchPage,
  repeats: number,
): Promise<Map<PaintAct, ThreadTime[]>> {
  const done: PaintAct[] = []
  await browser.startTracing(bench.page, { categories: traceCategories })
  await repeat(bench, repeats, (name, act) => {
    done.push(name)
    return act()
  })
  const times = readThreadTimes(JSON.parse((await browser.stopTracing()).toString('utf8')), 'key to paint')
  if (times.length !== done.length) throw new Error(`${done.length} acts, but ${times.length} in the trace`)
  const byAct = new Map<PaintAct, ThreadTime[]>()
  for (const [index, time] of times.entries()) {
    const name = done[index]
    if (name) byAct.set(name, [...(byAct.get(name) ?? []), time])
  }
  return byAct
}
