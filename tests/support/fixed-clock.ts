export interface FixedClock {
  readonly now: () => Date
  set(instant: string): void
  advance(byMs: number): void
}

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** Noon of 2026-11-23 in Japan. */
export const STARTED_AT = '2026-11-23T03:00:00.000Z'

/** A clock that the test owns. */
export function createFixedClock(): FixedClock {
  let nowMs = Date.parse(STARTED_AT)
  return {
    now: () => new Date(nowMs),
    set: (instant) => {
      nowMs = Date.parse(instant)
    },
    advance: (byMs) => {
      nowMs += byMs
    },
  }
}
