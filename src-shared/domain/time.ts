import { findDateFormatter } from './date-formatter.ts'

export type Language = 'ja' | 'en'

/**
 * An instant as people of the member's time zone read it, with the weekday and the zone's name, whatever zone the PC is
 * set to (U8): `2026年11月24日(火) 23:59（日本時間）` · `Tue, 24 Nov 2026, 23:59 (Japan time)`.
 */
export function formatInstant(at: string, timeZone: string, language: Language): string {
  const date = new Date(at)
  const zone = zoneName(date, timeZone, language)
  if (language === 'ja') {
    const day = findDateFormatter('ja-JP', { timeZone, year: 'numeric', month: 'long', day: 'numeric' }).format(date)
    const weekday = findDateFormatter('ja-JP', { timeZone, weekday: 'short' }).format(date)
    return `${day}(${weekday}) ${formatClock(date, timeZone)}（${zone}）`
  }
  const day = findDateFormatter('en-GB', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
  }).format(date)
  return `${day}, ${formatClock(date, timeZone)} (${zone})`
}

/**
 * Until when something is valid, in full (U8): `2026年11月24日(火) 23:59 まで有効（日本時間）` ·
 * `valid until Tue, 24 Nov 2026, 23:59 (Japan time)`.
 */
export function formatValidity(until: string, timeZone: string, language: Language): string {
  const instant = formatInstant(until, timeZone, language)
  return language === 'ja' ? instant.replace('（', ' まで有効（') : `valid until ${instant}`
}

function formatClock(date: Date, timeZone: string): string {
  return findDateFormatter('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(date)
}

/** What people call a zone: `日本時間` · `Japan time`. */
export function zoneName(date: Date, timeZone: string, language: Language): string {
  if (timeZone === 'Asia/Tokyo') return language === 'ja' ? '日本時間' : 'Japan time'
  const parts = findDateFormatter(language === 'ja' ? 'ja-JP' : 'en-GB', {
    timeZone,
    timeZoneName: 'long',
  }).formatToParts(date)
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? timeZone
}
