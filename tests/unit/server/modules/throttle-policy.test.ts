import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  accountRule,
  addressRule,
  allowPerHour,
  delayAfter,
  judgeCharge,
  type ThrottleRow,
  type ThrottleRule,
} from '../../../../src-server/modules/throttling/throttle-policy.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, STARTED_AT } from '../../../support/fixed-clock.ts'

const START_MS = Date.parse(STARTED_AT)

/** One counter under a clock given in milliseconds since the start. */
function createCounter(rule: ThrottleRule) {
  let row: ThrottleRow | undefined
  return {
    /** 0: allowed and charged; otherwise how long to wait. */
    try(atMs: number): number {
      const verdict = judgeCharge(row, rule, new Date(START_MS + atMs))
      row = verdict.next
      return verdict.allowed ? 0 : verdict.waitMs
    },
    row: () => row,
  }
}

/** Tries at every moment at which it is let in; gives those moments. */
function tryGreedily(rule: ThrottleRule, forMs: number): number[] {
  const [counter, moments] = [createCounter(rule), Array.of<number>()]
  for (let atMs = 0; atMs < forMs;) {
    const waitMs = counter.try(atMs)
    if (waitMs === 0) moments.push(atMs)
    else atMs += waitMs
  }
  return moments
}

const mostWithin = (moments: readonly number[], spanMs: number): number =>
  Math.max(0, ...moments.map((from, index) => moments.slice(index).filter((at) => at < from + spanMs).length))

describe('guesses at one account (P11)', () => {
  it.each([
    [4, 0],
    [5, 1000],
    [6, 2000],
    [7, 4000],
    [14, 512_000],
    [15, 1_024_000],
    [16, 1_024_000],
    [5000, 1_024_000],
  ])('charge %i is followed by %i ms of rest', (count, delayMs) => {
    expect(delayAfter(accountRule, count)).toBe(delayMs)
  })

  it('are 98 in the first day for who tries as soon as it is allowed, and 84 in each day after it', () => {
    const moments = tryGreedily(accountRule, 3 * DAY_MS)
    expect(moments.filter((at) => at < DAY_MS).length).toBe(98)
    expect(mostWithin(moments, DAY_MS)).toBe(98)
    expect(moments.filter((at) => at >= 2 * DAY_MS).length).toBeLessThanOrEqual(85)
  })

  it('are never more than 100 in any 24 hours, however they are timed', () => {
    // Most often the attacker waits exactly as told, and sometimes longer: for a moment, or until all is forgotten.
    const gaps = fc.oneof(
      { weight: 9, arbitrary: fc.constant(0) },
      { weight: 2, arbitrary: fc.nat(20 * MINUTE_MS) },
      { weight: 1, arbitrary: fc.constantFrom(HOUR_MS, DAY_MS - 1, DAY_MS) },
    )
    const attack = fc.property(fc.array(gaps, { minLength: 100, maxLength: 300 }), (steps) => {
      const [counter, moments] = [createCounter(accountRule), Array.of<number>()]
      let atMs = 0
      for (const step of steps) {
        atMs += step
        const waitMs = counter.try(atMs)
        if (waitMs === 0) moments.push(atMs)
        else atMs += waitMs
      }
      expect(mostWithin(moments, DAY_MS)).toBeLessThanOrEqual(100)
    })
    fc.assert(attack)
  })

  it('are forgotten after a day of quiet, not before', () => {
    for (const [quietMs, free] of [
      [DAY_MS, 5],
      [DAY_MS - 1, 1],
    ] as const) {
      const counter = createCounter(accountRule)
      for (let count = 0; count < 5; count += 1) counter.try(0)
      const allowed = Array.from({ length: 6 }, () => counter.try(quietMs)).filter((waitMs) => waitMs === 0)
      expect(allowed.length).toBe(free)
    }
  })

  it('refusals cost nothing: who waits as told is let in', () => {
    const counter = createCounter(accountRule)
    for (let count = 0; count < 5; count += 1) expect(counter.try(0)).toBe(0)
    expect([counter.try(0), counter.try(400), counter.try(999)]).toEqual([1000, 600, 1])
    expect(counter.try(1000)).toBe(0)
    expect(counter.row()?.reported).toBe(false)
  })
})

describe('a clock that jumps back', () => {
  it('never makes anybody wait longer than the delay itself', () => {
    const rules = fc.constantFrom(accountRule, addressRule, allowPerHour(3), allowPerHour(1))
    const jumps = fc.array(fc.integer({ min: -2 * DAY_MS, max: DAY_MS }), { maxLength: 60 })
    const history = fc.property(rules, jumps, (rule, steps) => {
      const counter = createCounter(rule)
      let atMs = 0
      for (const step of steps) {
        for (let times = 0; times < 8; times += 1) counter.try(atMs)
        atMs += step
        const waitMs = counter.try(atMs)
        expect(waitMs).toBeLessThanOrEqual(delayAfter(rule, counter.row()?.count ?? 0))
        // Told to wait once, after the jump, and let in.
        expect(waitMs > 0 ? counter.try(atMs + waitMs) : 0).toBe(0)
      }
    })
    fc.assert(history)
  })

  it('does not free anybody from the delay either', () => {
    const counter = createCounter(accountRule)
    for (let count = 0; count < 5; count += 1) counter.try(0)
    expect(counter.try(-HOUR_MS)).toBe(1000)
    expect(counter.try(-HOUR_MS + 999)).toBe(1)
    expect(counter.try(-HOUR_MS + 1000)).toBe(0)
  })
})

describe('addresses and operators', () => {
  it('an address has 100 in 15 minutes, then growing delays of at most 5 minutes, and a clean slate after the 15', () => {
    const moments = tryGreedily(addressRule, 15 * MINUTE_MS)
    expect(moments.filter((at) => at === 0).length).toBe(100)
    expect(moments.length).toBe(110)
    const next = tryGreedily(addressRule, 15 * MINUTE_MS + 1)
    expect(next.filter((at) => at === 15 * MINUTE_MS).length).toBe(100)
    expect(delayAfter(addressRule, 200)).toBe(5 * MINUTE_MS)
  })

  it('an operator has what the policy gives for each hour, and a raised limit holds at once', () => {
    const moments = tryGreedily(allowPerHour(3), 3 * HOUR_MS)
    expect(moments).toEqual([0, 0, 0, HOUR_MS, HOUR_MS, HOUR_MS, 2 * HOUR_MS, 2 * HOUR_MS, 2 * HOUR_MS])
    const counter = createCounter(allowPerHour(1))
    counter.try(0)
    expect(counter.try(HOUR_MS / 2)).toBe(HOUR_MS / 2)
    expect(judgeCharge(counter.row(), allowPerHour(2), new Date(START_MS + HOUR_MS / 2)).allowed).toBe(true)
  })
})
