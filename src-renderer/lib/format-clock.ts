import type { Language } from '../../src-shared/domain/time.ts'

/** Hours and minutes of this PC’s clock, for what happened just now: `10:32`. */
export const formatClock = (at: string): string =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at))

/** Day and time of this PC’s zone: `11/23 10:32` · `23/11, 10:32`. */
export const formatDayAndClock = (at: string, language: Language): string =>
  new Intl.DateTimeFormat(language === 'ja' ? 'ja-JP' : 'en-GB', {
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(at))
