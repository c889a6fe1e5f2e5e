const DAY_MS = 86_400_000

/**
 * The last instant at which a temporary password issued at `issuedAt` works: 23:59:59.999 of the day after the day of
 * issue, in the member's IANA time zone. Throws RangeError for an unknown zone.
 * Source: seed 3 (再発行日の翌日いっぱい). Between 24 and 48 hours, an hour less or more across a change of daylight-saving time.
 */
export function computeExpiresAt(issuedAt: Date, timeZone: string): Date {
  const { year, month, day } = localDate(issuedAt, timeZone)
  return new Date(startOfLocalDay(Date.UTC(year, month - 1, day + 2), timeZone) - 1)
}

/** Of each time zone the day asked for last: it is the same all day, and finding it takes longer than anything else here. */
const lastStarts = new Map<string, { readonly dayAsUtc: number; readonly start: number }>()

function startOfLocalDay(dayAsUtc: number, timeZone: string): number {
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

interface LocalDate {
  readonly year: number
  readonly month: number
  readonly day: number
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function localDate(at: Date, timeZone: string): LocalDate {
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
