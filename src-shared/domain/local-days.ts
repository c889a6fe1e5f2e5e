const DAY_MS = 86_400_000

/** Of each time zone the day asked for last: it is the same all day, and finding it takes longer than anything else here. */
const lastStarts = new Map<string, { readonly dayAsUtc: number; readonly start: number }>()

/** The first instant (ms) of the day that begins at `dayAsUtc` in UTC, in an IANA time zone. */
export function startOfLocalDay(dayAsUtc: number, timeZone: string): number {
  const last = lastStarts.get(timeZone)
  if (last?.dayAsUtc === dayAsUtc) return last.start
  const start = findStartOfLocalDay(dayAsUtc, timeZone)
  lastStarts.set(timeZone, { dayAsUtc, start })
  return start
}

/** The first instant of a local day, which is not always midnight: where clocks go forward at 00:00 it is 01:00. */
function findStartOfLocalDay(dayAsUtc: number, timeZone: string): number {
  // Local dates never run backwards, so the first instant of the day is found by halving.
  let before = dayAsUtc - 2 * DAY_MS
  let reached = dayAsUtc + 2 * DAY_MS
  while (reached - before > 1) {
    const middle = Math.floor((before + reached) / 2)
    const { year, month, day } = localDate(new Date(middle), timeZone)
    if (Date.UTC(year, month - 1, day) >= dayAsUtc) reached = middle
    else before = middle
  }
  return reached
}

export interface LocalDate {
  readonly year: number
  readonly month: number
  readonly day: number
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/** The date that a clock in this time zone shows. Throws RangeError for an unknown zone. */
export function localDate(at: Date, timeZone: string): LocalDate {
  let formatter = formatters.get(timeZone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      calendar: 'gregory',
    })
    formatters.set(timeZone, formatter)
  }
  const parts = formatter.formatToParts(at)
  const read = (type: string): number => Number(parts.find((part) => part.type === type)?.value)
  return { year: read('year'), month: read('month'), day: read('day') }
}

/** The day, `2026-11-23`, on which something happened in this time zone. */
export function localDayOf(at: Date, timeZone: string): string {
  const { year, month, day } = localDate(at, timeZone)
  return toDay(Date.UTC(year, month - 1, day))
}

/** The first and the last instant of a day (`2026-11-23`) in this time zone, whatever zone the PC is set to. */
export const firstInstantOf = (day: string, timeZone: string): Date =>
  new Date(startOfLocalDay(Date.parse(day), timeZone))
export const lastInstantOf = (day: string, timeZone: string): Date =>
  new Date(startOfLocalDay(Date.parse(addDays(day, 1)), timeZone) - 1)

/** Days have no zone: in UTC each has 24 hours. */
export const addDays = (day: string, count: number): string => toDay(Date.parse(day) + count * DAY_MS)

const toDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
