import { findDateFormatter } from '../../src-shared/domain/date-formatter.ts'
import type { Language } from '../../src-shared/domain/time.ts'

/** An instant in the member's zone for a column of a table: `2026/11/24(火) 23:59` · `24/11/2026, Tue 23:59`. */
export function formatShortInstant(at: string, timeZone: string, language: Language): string {
  const locale = language === 'ja' ? 'ja-JP' : 'en-GB'
  const date = new Date(at)
  const day = findDateFormatter(locale, { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(date)
  const weekday = findDateFormatter(locale, { timeZone, weekday: 'short' }).format(date)
  const clock = findDateFormatter('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(date)
  return language === 'ja' ? `${day}(${weekday}) ${clock}` : `${weekday} ${day} ${clock}`
}
