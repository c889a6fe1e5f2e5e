import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { startWindow, type StartedWindow, type StartMarks, type WindowStart } from '../../desk/start-window.ts'
import { cpuProfileSchema, cutProfile, type CpuProfile } from '../call-tree.ts'
import { readThreadTimes, traceCategories, type ThreadTime } from '../page/main-thread-time.ts'

export type WatchedStart = Pick<WindowStart, 'app' | 'env'>

const samplingMicroseconds = 100
const measure = 'document to key'
const markEnd = `performance.measure('${measure}', { start: 0, end: keyTakenAt - performance.timeOrigin }).duration`

/** What the page’s main thread did from asking for the document to showing a key, by a trace of all of it. */
export async function traceStart(start: WatchedStart): Promise<ThreadTime> {
  const traceEvents: unknown[] = []
  const complete = Promise.withResolvers<void>()
  const prepare: WindowStart['prepare'] = async (page) => {
    page.on('Tracing.dataCollected', (data) => traceEvents.push(...collectedSchema.parse(data).value))
    page.on('Tracing.tracingComplete', () => complete.resolve())
    await page.sendToBrowser('Tracing.start', { traceConfig: { includedCategories: traceCategories } })
  }
  await startOnce({ ...start, prepare }, async ({ page }) => {
    await page.evaluate(markEnd)
    await page.sendToBrowser('Tracing.end')
    await complete.promise
  })
  const [time] = readThreadTimes({ traceEvents }, measure)
  if (!time) throw new Error('the trace does not hold the start')
  return time
}

const collectedSchema = z.object({ value: z.array(z.unknown()) })

/** The page’s scripts of the same time. */
export async function profilePage(start: WatchedStart): Promise<CpuProfile> {
  const prepare: WindowStart['prepare'] = async (page) => {
    await page.send('Profiler.enable')
    await page.send('Profiler.setSamplingInterval', { interval: samplingMicroseconds })
    await page.send('Profiler.start')
  }
  return await startOnce({ ...start, prepare }, async ({ page, marks }) => {
    const { profile } = stoppedSchema.parse(await page.send('Profiler.stop'))
    return cutProfile(profile, clockOf(marks, marks.documentAskedMs), clockOf(marks, marks.usableMs))
  })
}

const stoppedSchema = z.object({ profile: cpuProfileSchema })

export interface MainProfile {
  /** Until the page asks for its document, and from then on until it shows a key. */
  readonly early: CpuProfile
  readonly late: CpuProfile
  readonly documentAskedMs: number
}

/** What the app’s main process does from being spawned until its page shows a key. */
export async function profileMain({ app, env }: WatchedStart): Promise<MainProfile> {
  const folder = mkdtempSync(join(tmpdir(), 'saihakko-start-profile-'))
  try {
    const options = `--cpu-prof --cpu-prof-interval=${samplingMicroseconds} --cpu-prof-dir=${folder}`
    const { marks, pid } = await startOnce({ app, env: { ...env, NODE_OPTIONS: options } }, async (started) => ({
      marks: started.marks,
      pid: started.process.pid,
    }))
    // Of its main thread, which is written when it ends.
    const name = readdirSync(folder).find((file) => file.includes(`.${pid}.0.`))
    if (name === undefined) throw new Error('the main process has left no profile')
    const profile = cpuProfileSchema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')))
    const [spawned, asked, usable] = [0, marks.documentAskedMs, marks.usableMs].map((ms) => clockOf(marks, ms))
    const cut = (from = 0, to = 0): CpuProfile => cutProfile(profile, from, to)
    return { early: cut(spawned, asked), late: cut(asked, usable), documentAskedMs: marks.documentAskedMs }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** With user data that has never been used. */
async function startOnce<Result>(
  start: Omit<WindowStart, 'userDataDir'>,
  watch: (started: StartedWindow) => Promise<Result>,
): Promise<Result> {
  const userDataDir = mkdtempSync(join(tmpdir(), 'saihakko-start-'))
  const started = await startWindow({ ...start, userDataDir })
  try {
    return await watch(started)
  } finally {
    await started.stop()
    rmSync(userDataDir, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** So long after the spawning, in microseconds of the clock that profiles have: it does not follow the system’s. */
function clockOf({ spawnedAt }: StartMarks, ms: number): number {
  const ago = performance.timeOrigin + performance.now() - (spawnedAt + ms)
  return Number(process.hrtime.bigint()) / 1e3 - ago * 1e3
}
