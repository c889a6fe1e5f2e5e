import { traceSchema, type TraceEvent } from '../../desk/trace-schema.ts'
import { median } from '../../figures.ts'

export const kindsOfWork = ['all', 'compile', 'script', 'style', 'layout', 'paint', 'other', 'idle'] as const
export type KindOfWork = (typeof kindsOfWork)[number]
/** Milliseconds. */
export type ThreadTime = Readonly<Record<KindOfWork, number>>

/** Reading a script, and each of its functions when it is called for the first time. */
const compiling = 'disabled-by-default-v8.compile'

/** What has to be in a trace for this. */
export const traceCategories = [compiling, 'devtools.timeline', 'blink.user_timing', 'toplevel']

const kinds: Readonly<Record<string, KindOfWork>> = {
  'v8.compile': 'compile',
  'v8.compileModule': 'compile',
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
  'v8.evaluateModule': 'script',
  FireAnimationFrame: 'script',
  FireIdleCallback: 'script',
  TimerFire: 'script',
  RunMicrotasks: 'script',
  BlinkScheduler_PerformMicrotaskCheckpoint: 'script',
  MinorGC: 'script',
  MajorGC: 'script',
}

/** What the page’s main thread did within each measure of the page’s own of that name, in their order. */
export function readThreadTimes(trace: unknown, measure: string): ThreadTime[] {
  const { traceEvents } = traceSchema.parse(trace)
  const measured = traceEvents.filter(({ name }) => name === measure).toSorted((a, b) => a.ts - b.ts)
  const [first] = measured
  if (!first) return []
  // The page measures on its main thread.
  const tasks = traceEvents
    .filter(({ ph, pid, tid }) => ph === 'X' && pid === first.pid && tid === first.tid)
    .toSorted((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0))
  const [begins, ends] = ['b', 'e'].map((phase) => measured.filter(({ ph }) => ph === phase).map(({ ts }) => ts))
  return (begins ?? []).map((from, index) => sumWithin(from, ends?.[index] ?? from, tasks))
}

/** The median of each kind. */
export function medianTime(times: readonly ThreadTime[]): ThreadTime {
  const medians = { ...nothing }
  for (const kind of kindsOfWork) medians[kind] = median(times.map((time) => time[kind]))
  return medians
}

const nothing = { all: 0, compile: 0, script: 0, style: 0, layout: 0, paint: 0, other: 0, idle: 0 }

const findKind = ({ name, cat }: TraceEvent): KindOfWork | undefined =>
  kinds[name] ?? (cat.includes(compiling) ? 'compile' : undefined)

/** What is done within a piece of work of a kind is of that kind, unless it is known as another. */
function sumWithin(from: number, to: number, tasks: readonly TraceEvent[]): ThreadTime {
  const sums = { ...nothing, all: (to - from) / 1000 }
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
  for (const task of tasks) {
    const { ts, dur = 0 } = task
    if (ts > to) break
    if (ts + dur <= from) continue
    moveTo(ts)
    open.push({ end: ts + dur, kind: findKind(task) ?? open.at(-1)?.kind ?? 'other' })
  }
  moveTo(to)
  return sums
}
