import { z } from 'zod'

/** Chromium’s trace event format, as far as it is read here. Microseconds. */
const traceSchema = z.object({
  traceEvents: z.array(
    z.object({
      name: z.string(),
      ph: z.string(),
      pid: z.number(),
      tid: z.number(),
      ts: z.number(),
      dur: z.number().optional(),
    }),
  ),
})
type TraceEvent = z.infer<typeof traceSchema>['traceEvents'][number]

export const kindsOfWork = ['all', 'script', 'style', 'layout', 'paint', 'other', 'idle'] as const
export type KindOfWork = (typeof kindsOfWork)[number]
/** Milliseconds. */
export type ThreadTime = Readonly<Record<KindOfWork, number>>

/** What has to be in a trace for this. */
export const traceCategories = ['devtools.timeline', 'blink.user_timing', 'toplevel']

const kinds: Readonly<Record<string, KindOfWork>> = {
  UpdateLayoutTree: 'style',
  ScheduleStyleRecalculation: 'style',
  Layout: 'layout',
  PrePaint: 'paint',
  Paint: 'paint',
  Layerize: 'paint',
  Commit: 'paint',
  UpdateLayer: 'paint',
  FunctionCall: 'script',
  EventDispatch: 'script',
  EvaluateScript: 'script',
  FireAnimationFrame: 'script',
  FireIdleCallback: 'script',
  TimerFire: 'script',
  RunMicrotasks: 'script',
  BlinkScheduler_PerformMicrotaskCheckpoint: 'script',
  MinorGC: 'script',
  MajorGC: 'script',
}

/** What the page’s main thread did from each key to its picture (measured as `key to paint`), in their order. */
export function readThreadTimes(trace: string): ThreadTime[] {
  const { traceEvents } = traceSchema.parse(JSON.parse(trace))
  const measured = traceEvents.filter(({ name }) => name === 'key to paint').toSorted((a, b) => a.ts - b.ts)
  const [first] = measured
  if (!first) return []
  // The page measures on its main thread.
  const tasks = traceEvents
    .filter(({ ph, pid, tid }) => ph === 'X' && pid === first.pid && tid === first.tid)
    .toSorted((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0))
  const [begins, ends] = ['b', 'e'].map((phase) => measured.filter(({ ph }) => ph === phase).map(({ ts }) => ts))
  return (begins ?? []).map((from, index) => sumWithin(from, ends?.[index] ?? from, tasks))
}

/** What is done within a piece of work of a kind is of that kind, unless it is known as another. */
function sumWithin(from: number, to: number, tasks: readonly TraceEvent[]): ThreadTime {
  const sums = { all: (to - from) / 1000, script: 0, style: 0, layout: 0, paint: 0, other: 0, idle: 0 }
  const open: { readonly end: number; readonly kind: KindOfWork }[] = []
  let at = from
  const count = (until: number): void => {
    const lasted = Math.min(until, to) - Math.max(at, from)
    if (lasted > 0) sums[open.at(-1)?.kind ?? 'idle'] += lasted / 1000
    at = Math.max(at, until)
  }
  const moveTo = (until: number): void => {
    for (let last = open.at(-1); last !== undefined && last.end <= until; last = open.at(-1)) {
      count(last.end)
      open.pop()
    }
    count(until)
  }
  for (const { name, ts, dur = 0 } of tasks) {
    if (ts > to) break
    if (ts + dur <= from) continue
    moveTo(ts)
    open.push({ end: ts + dur, kind: kinds[name] ?? open.at(-1)?.kind ?? 'other' })
  }
  moveTo(to)
  return sums
}
