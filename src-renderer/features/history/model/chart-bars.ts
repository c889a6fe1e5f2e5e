import type { ReissueDay } from '../../../../src-shared/api/reissue-statistics.ts'
import { reissueStates, type ReissueState } from '../../../../src-shared/api/reissue-states.ts'
import { addDays } from '../../../../src-shared/domain/local-days.ts'

export type BarSpan = 'day' | 'week' | 'month'

/** One bar: the days from `day` on, as many as the span has. */
export type ChartBar = { readonly day: string } & Readonly<Record<ReissueState, number>>

export interface ChartBars {
  readonly span: BarSpan
  readonly bars: readonly ChartBar[]
}

/** So many bars can be told from one another on the narrowest window. */
const mostDays = 45
const mostWeeks = 45 * 7
/** The statistics hold no more. */
const mostDaysAtAll = 400

/**
 * The days as bars, from the first to the last that has any reissue, or to the ends that were asked for; those without are
 * zero. Too many days are summed by week (from Monday), or by month.
 */
export function toBars(days: readonly ReissueDay[], ends: { readonly from?: string; readonly to?: string }): ChartBars {
  const wanted = earliest(ends.from, days[0]?.day)
  const last = latest(ends.to, days.at(-1)?.day)
  if (wanted === undefined || last === undefined || days.length === 0) return { span: 'day', bars: [] }
  const first = latest(wanted, addDays(last, 1 - mostDaysAtAll)) ?? wanted
  const count = Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000) + 1
  const span = count <= mostDays ? 'day' : count <= mostWeeks ? 'week' : 'month'
  const bars = new Map<string, ChartBar>()
  for (let index = 0; index < count; index += 1) {
    const start = startOfSpan(addDays(first, index), span)
    if (!bars.has(start)) bars.set(start, { day: start, pending: 0, used: 0, expired: 0, superseded: 0 })
  }
  for (const day of days) {
    const start = startOfSpan(day.day, span)
    const bar = bars.get(start)
    if (bar) bars.set(start, add(bar, day))
  }
  return { span, bars: [...bars.values()] }
}

/** What all bars together have of each state. */
export function sumBars(bars: readonly ChartBar[]): Readonly<Record<ReissueState, number>> {
  return bars.reduce<ChartBar>(add, { day: '', pending: 0, used: 0, expired: 0, superseded: 0 })
}

export const heightOf = (bar: Readonly<Record<ReissueState, number>>): number =>
  reissueStates.reduce((sum, state) => sum + bar[state], 0)

const add = (bar: ChartBar, day: ReissueDay | ChartBar): ChartBar => ({
  day: bar.day,
  pending: bar.pending + day.pending,
  used: bar.used + day.used,
  expired: bar.expired + day.expired,
  superseded: bar.superseded + day.superseded,
})

function startOfSpan(day: string, span: BarSpan): string {
  if (span === 'day') return day
  if (span === 'month') return `${day.slice(0, 7)}-01`
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return addDays(day, -((weekday + 6) % 7))
}

const earliest = (one: string | undefined, other: string | undefined) =>
  one === undefined || other === undefined ? (one ?? other) : one < other ? one : other
const latest = (one: string | undefined, other: string | undefined) =>
  one === undefined || other === undefined ? (one ?? other) : one > other ? one : other
