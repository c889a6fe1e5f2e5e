import { describe, expect, it } from 'vitest'
import { formatDay } from '../../../../src-renderer/lib/format-day.ts'
import { formatShortInstant } from '../../../../src-renderer/lib/format-short-instant.ts'
import { formatInstant, formatValidity } from '../../../../src-shared/domain/time.ts'

// Also run with the PC's zone set to both ends of the day: see the projects “in …” of vitest.config.ts.
const endOfDay = '2026-11-24T14:59:59.999Z'

describe(`times in the member’s zone on a PC in ${process.env['TZ'] ?? 'any zone'} (U8)`, () => {
  it('the PC is in the zone that was asked for', () => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
    expect(timeZone).toBe(process.env['TZ'] ?? timeZone)
  })

  it.each([
    ['Asia/Tokyo', 'ja', '2026年11月24日(火) 23:59（日本時間）'],
    ['Asia/Tokyo', 'en', 'Tue, 24 Nov 2026, 23:59 (Japan time)'],
    ['America/New_York', 'ja', '2026年11月24日(火) 09:59（米国東部標準時）'],
    ['Pacific/Kiritimati', 'en', 'Wed, 25 Nov 2026, 04:59 (Line Islands Time)'],
  ] as const)('an instant in full: %s, %s', (timeZone, language, told) => {
    expect(formatInstant(endOfDay, timeZone, language)).toBe(told)
  })

  it('until when something is valid', () => {
    expect(formatValidity(endOfDay, 'Asia/Tokyo', 'ja')).toBe('2026年11月24日(火) 23:59 まで有効（日本時間）')
    expect(formatValidity(endOfDay, 'Asia/Tokyo', 'en')).toBe('valid until Tue, 24 Nov 2026, 23:59 (Japan time)')
  })

  it('an instant in a column, and midnight is 00:00', () => {
    expect(formatShortInstant(endOfDay, 'Asia/Tokyo', 'ja')).toBe('2026/11/24(火) 23:59')
    expect(formatShortInstant('2026-11-24T15:00:00.000Z', 'Asia/Tokyo', 'en')).toBe('Wed 25/11/2026 00:00')
  })

  it('a day without a zone is the same day everywhere', () => {
    expect(formatDay('2026-11-23', 'day', 'ja')).toBe('2026/11/23(月)')
    expect(formatDay('2026-11-23', 'shortDay', 'en')).toBe('23/11')
  })
})
