import { describe, expect, it } from 'vitest'
import { addDays, firstInstantOf, lastInstantOf, localDayOf } from '../../../../src-shared/domain/local-days.ts'

const hours = (day: string, zone: string) =>
  (lastInstantOf(day, zone).getTime() + 1 - firstInstantOf(day, zone).getTime()) / 3_600_000

describe('the days of a time zone (U8)', () => {
  it('begin and end with the zone’s clock, not with the PC’s', () => {
    expect(firstInstantOf('2026-11-23', 'Asia/Tokyo').toISOString()).toBe('2026-11-22T15:00:00.000Z')
    expect(lastInstantOf('2026-11-23', 'Asia/Tokyo').toISOString()).toBe('2026-11-23T14:59:59.999Z')
    expect(firstInstantOf('2026-11-23', 'Pacific/Kiritimati').toISOString()).toBe('2026-11-22T10:00:00.000Z')
  })

  it('have 23 or 25 hours where the clocks change, also at midnight', () => {
    expect(hours('2026-03-08', 'America/Los_Angeles')).toBe(23)
    expect(hours('2026-11-01', 'America/Los_Angeles')).toBe(25)
    // Chile’s clocks go forward at 00:00: the day begins at 01:00.
    expect(hours('2026-09-06', 'America/Santiago')).toBe(23)
    expect(firstInstantOf('2026-09-06', 'America/Santiago').toISOString()).toBe('2026-09-06T04:00:00.000Z')
  })

  it('an instant belongs to the day that the zone’s calendar shows', () => {
    expect(localDayOf(new Date('2026-11-22T14:59:59.999Z'), 'Asia/Tokyo')).toBe('2026-11-22')
    expect(localDayOf(new Date('2026-11-22T15:00:00.000Z'), 'Asia/Tokyo')).toBe('2026-11-23')
  })

  it('are counted over months and years', () => {
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28')
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  })
})
