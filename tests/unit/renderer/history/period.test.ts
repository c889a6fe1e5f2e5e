import { describe, expect, it } from 'vitest'
import {
  isReversed,
  toDays,
  toInstants,
  type PeriodName,
} from '../../../../src-renderer/features/history/model/period.ts'

const of = (name: PeriodName, from = '', to = '') => ({ name, from, to })

describe('the period of the history', () => {
  it('is of the member’s days, today included (U8)', () => {
    const today = '2026-11-23'
    expect(toInstants(of('all'), 'Asia/Tokyo', today)).toEqual({})
    expect(toInstants(of('today'), 'Asia/Tokyo', today)).toEqual({ since: '2026-11-22T15:00:00.000Z' })
    expect(toInstants(of('week'), 'Asia/Tokyo', today)).toEqual({ since: '2026-11-16T15:00:00.000Z' })
    expect(toInstants(of('month'), 'Asia/Tokyo', today)).toEqual({ since: '2026-10-24T15:00:00.000Z' })
    expect(toInstants(of('quarter'), 'Asia/Tokyo', today)).toEqual({ since: '2026-08-25T15:00:00.000Z' })
  })

  it('begins where a change of the clocks lies between then and today', () => {
    // Winter time today, summer time a week before.
    expect(toInstants(of('week'), 'America/Los_Angeles', '2026-11-04')).toEqual({ since: '2026-10-29T07:00:00.000Z' })
    expect(toInstants(of('custom', '2026-11-01', '2026-11-01'), 'America/Los_Angeles', '2026-11-04')).toEqual({
      since: '2026-11-01T07:00:00.000Z',
      until: '2026-11-02T07:59:59.999Z',
    })
  })

  it('given by dates takes the last day whole, and may be open at either end', () => {
    const both = toInstants(of('custom', '2026-11-20', '2026-11-21'), 'Asia/Tokyo', '2026-11-23')
    expect(both).toEqual({ since: '2026-11-19T15:00:00.000Z', until: '2026-11-21T14:59:59.999Z' })
    expect(toInstants(of('custom', '', '2026-11-21'), 'Asia/Tokyo', '2026-11-23')).not.toHaveProperty('since')
    expect(toInstants(of('custom', '2026-11-20'), 'Asia/Tokyo', '2026-11-23')).not.toHaveProperty('until')
  })

  it('is not asked for in reverse, nor with a year that is still being typed', () => {
    expect(isReversed(of('custom', '2026-11-21', '2026-11-20'))).toBe(true)
    expect(isReversed(of('custom', '2026-11-20', '2026-11-20'))).toBe(false)
    expect(isReversed(of('week', '2026-11-21', '2026-11-20'))).toBe(false)
    expect(toInstants(of('custom', '0202-11-20', '20262-11-20'), 'Asia/Tokyo', '2026-11-23')).toEqual({})
  })

  it('ends today at the latest, for the chart', () => {
    expect(toDays(of('week'), '2026-11-23')).toEqual({ from: '2026-11-17', to: '2026-11-23' })
    expect(toDays(of('custom', '2026-11-20', '2026-12-31'), '2026-11-23')).toEqual({
      from: '2026-11-20',
      to: '2026-11-23',
    })
  })
})
