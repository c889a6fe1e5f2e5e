import type { RandomInt } from '../../src-shared/domain/temporary-password.ts'

/** A small deterministic generator (mulberry32) with rejection, so that a failure can be repeated from its seed. */
export function createSeededRandomInt(seed: number): RandomInt {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  return (limit) => {
    const bound = 2 ** 32 - (2 ** 32 % limit)
    for (;;) {
      const drawn = next()
      if (drawn < bound) return drawn % limit
    }
  }
}
