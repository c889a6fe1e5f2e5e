import { findDateFormatter } from '../../src-shared/domain/date-formatter.ts'
import type { Language } from '../../src-shared/domain/time.ts'

const shapes = {
  day: { year: 'numeric', month: '2-digit', day: '2-digit', weekday: 'short' },
  shortDay: { month: 'numeric', day: 'numeric' },
  month: { year: 'numeric', month: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

/** A day without a zone, `2026-11-23`: `2026/11/23(月)` · `Mon, 23/11/2026`; empty for what is no day. */
export function formatDay(day: string, shape: keyof typeof shapes, language: Language): string {
  const date = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(date.getTime())) return ''
  const locale = language === 'ja' ? 'ja-JP' : 'en-GB'
  return findDateFormatter(locale, { ...shapes[shape], timeZone: 'UTC' }).format(date)
}
