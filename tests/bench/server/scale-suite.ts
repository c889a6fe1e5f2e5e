import type { BenchOptions } from '../bench-suite.ts'
import type { Figure } from '../figures.ts'
import { measureServer } from './server-suite.ts'

/** A million users, which takes minutes to fill in; ten thousand beside them, for the cost of growing. */
export function runScaleSuite(options: BenchOptions): Promise<readonly Figure[]> {
  return measureServer(options, {
    postgres: [
      { users: 10_000, members: 100 },
      { users: 1_000_000, members: 10_000 },
    ],
    durationMs: 2000,
    repeats: 5,
    clientCounts: [8],
    openPerSecond: 20,
  })
}
