import { localDate, startOfLocalDay } from './local-days.ts'

/**
 * The last instant at which a temporary password issued at `issuedAt` works: 23:59:59.999 of the day after the day of
 * issue, in the member's IANA time zone. Throws RangeError for an unknown zone.
 * Source: seed 3 (再発行日の翌日いっぱい). Between 24 and 48 hours, an hour less or more across a change of daylight-saving time.
 */
export function computeExpiresAt(issuedAt: Date, timeZone: string): Date {
  const { year, month, day } = localDate(issuedAt, timeZone)
  return new Date(startOfLocalDay(Date.UTC(year, month - 1, day + 2), timeZone) - 1)
}
