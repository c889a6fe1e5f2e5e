import { describe, expect, it } from 'vitest'
import { activeFilters, toConditions } from '../../../../src-renderer/features/history/model/history-conditions.ts'
import { noFilters } from '../../../../src-renderer/features/history/model/history-memory.ts'
import { heightOf, sumBars, toBars } from '../../../../src-renderer/features/history/model/chart-bars.ts'
import { timeLeft } from '../../../../src-renderer/features/history/model/time-left.ts'
import { toTimeline } from '../../../../src-renderer/features/history/model/timeline.ts'
import { addDays } from '../../../../src-shared/domain/local-days.ts'
import { reissueRecords } from '../../../support/fake-desk-data.ts'

const today = { timeZone: 'Asia/Tokyo', day: '2026-11-23' }
const week = { name: 'week', from: '', to: '' } as const

describe('the conditions of the history', () => {
  it('leave out what is not narrowed', () => {
    expect(toConditions(noFilters, undefined)).toEqual({})
    expect(toConditions({ ...noFilters, query: ' 高橋 ', state: 'used', period: week }, today)).toEqual({
      query: '高橋',
      state: 'used',
      since: '2026-11-16T15:00:00.000Z',
    })
  })

  it('are not there while the days are not known', () => {
    expect(toConditions({ ...noFilters, period: week }, undefined)).toBeUndefined()
  })

  it('are named in the order of their fields', () => {
    expect(activeFilters(noFilters)).toEqual([])
    expect(activeFilters({ ...noFilters, period: { name: 'custom', from: '', to: '' } })).toEqual([])
    expect(activeFilters({ ...noFilters, member: 'x', state: 'used', period: week })).toEqual([
      'period',
      'state',
      'member',
    ])
  })
})

describe('the time left', () => {
  const expiresAt = '2026-11-24T14:59:59.999Z'
  it('is told in whole hours, in minutes at the end, and not once it is over', () => {
    expect(timeLeft(expiresAt, Date.parse('2026-11-23T11:30:00.000Z'))).toEqual({ unit: 'hours', count: 27 })
    expect(timeLeft(expiresAt, Date.parse('2026-11-24T14:30:00.000Z'))).toEqual({ unit: 'minutes', count: 29 })
    expect(timeLeft(expiresAt, Date.parse('2026-11-24T14:59:59.000Z'))).toEqual({ unit: 'minutes', count: 1 })
    expect(timeLeft(expiresAt, Date.parse('2026-11-24T15:00:00.000Z'))).toBeNull()
  })
})

describe('the course of a reissue', () => {
  const kindsOf = (index: number) => {
    const record = reissueRecords[index]
    return record ? toTimeline(record).map(({ kind }) => kind) : []
  }
  it('goes from the reissue over its handing over to its end, or to the end that is ahead', () => {
    expect(kindsOf(0)).toEqual(['issued', 'copied', 'read_aloud', 'printed', 'confirmed', 'expires'])
    expect(kindsOf(1)).toEqual(['issued', 'read_aloud', 'used'])
    expect(kindsOf(2)).toEqual(['issued', 'expired'])
    expect(kindsOf(3)).toEqual(['issued', 'copied', 'superseded'])
  })
})

describe('the bars of the chart', () => {
  const day = (name: string, used = 1) => ({ day: name, pending: 0, used, expired: 0, superseded: 0 })

  it('days without reissues are zero, up to the ends that were asked for', () => {
    const { span, bars } = toBars([day('2026-11-18'), day('2026-11-21')], { from: '2026-11-17', to: '2026-11-23' })
    expect(span).toBe('day')
    expect(bars.map(heightOf)).toEqual([0, 1, 0, 0, 1, 0, 0])
  })

  it('nothing at all is no bars', () => {
    expect(toBars([], { from: '2026-11-17', to: '2026-11-23' }).bars).toEqual([])
  })

  it('many days become weeks from Monday, very many months; nothing gets lost', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => day(addDays('2026-11-23', index - count + 1)))
    const quarter = toBars(many(90), {})
    expect(quarter.span).toBe('week')
    expect(quarter.bars.every((bar) => new Date(bar.day).getUTCDay() === 1)).toBe(true)
    expect(heightOf(sumBars(quarter.bars))).toBe(90)
    const year = toBars(many(400), { from: '1990-01-01' })
    expect(year.span).toBe('month')
    expect(year.bars[0]?.day).toBe('2025-10-01')
    expect(year.bars.length).toBeLessThanOrEqual(15)
    expect(heightOf(sumBars(year.bars))).toBe(400)
  })
})
