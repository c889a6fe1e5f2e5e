import { addDays, firstInstantOf, lastInstantOf } from '../../../../src-shared/domain/local-days.ts'

export const periodNames = ['all', 'today', 'week', 'month', 'quarter', 'custom'] as const
export type PeriodName = (typeof periodNames)[number]

/** Days as date fields give them, `2026-11-23`; empty: open at that end. They count for `custom` only. */
export interface Period {
  readonly name: PeriodName
  readonly from: string
  readonly to: string
}

export interface Instants {
  readonly since?: string
  readonly until?: string
}

const daysOf = { today: 1, week: 7, month: 30, quarter: 90 } as const satisfies Partial<Record<PeriodName, number>>

/** Whether the last day comes before the first: nothing can be asked for then. */
export const isReversed = ({ name, from, to }: Period): boolean =>
  name === 'custom' && from !== '' && to !== '' && to < from

/**
 * The instants between which the days of a period lie, both inclusive, in the member’s IANA time zone; `today` is the
 * day there. Right for days of 23 and 25 hours, and whatever zone the PC is set to.
 */
export function toInstants(period: Period, timeZone: string, today: string): Instants {
  const { name, from, to } = period
  if (name === 'all') return {}
  if (name !== 'custom') return { since: firstInstantOf(addDays(today, 1 - daysOf[name]), timeZone).toISOString() }
  return {
    ...(isDay(from) ? { since: firstInstantOf(from, timeZone).toISOString() } : {}),
    ...(isDay(to) ? { until: lastInstantOf(to, timeZone).toISOString() } : {}),
  }
}

/** The days at which a period begins and ends, as far as it says; none lies ahead of `today`. */
export function toDays({ name, from, to }: Period, today: string): { readonly from?: string; readonly to?: string } {
  if (name === 'all') return {}
  if (name !== 'custom') return { from: addDays(today, 1 - daysOf[name]), to: today }
  return { ...(isDay(from) ? { from } : {}), ...(isDay(to) ? { to: to < today ? to : today } : {}) }
}

/** A date field takes years of up to six digits while it is typed into. */
const isDay = (typed: string): boolean => /^(19|20|21)\d{2}-\d{2}-\d{2}$/.test(typed)
