import { zoneName, type Language } from '../../src-shared/domain/time.ts'

/** Hours and minutes of this PC’s clock, for what happened just now: `10:32`. */
export const formatClock = (at: string): string =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at))

/** Day and time of a zone, or of this PC’s: `11/23 10:32` · `23/11, 10:32`. */
export const formatDayAndClock = (at: string, language: Language, timeZone?: string): string =>
  new Intl.DateTimeFormat(language === 'ja' ? 'ja-JP' : 'en-GB', {
    timeZone,
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(at))

/** The same with the zone’s name, where it stands beside times of that zone (U8): `11/23 10:32 日本時間`. */
export const formatZonedClock = (at: string, language: Language, timeZone: string): string =>
  `${formatDayAndClock(at, language, timeZone)} ${zoneName(new Date(at), timeZone, language)}`
