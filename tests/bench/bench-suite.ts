import type { Figure } from './figures.ts'

export interface BenchOptions {
  readonly rounds: number
  /** Tiny numbers that prove that everything can be measured, and nothing else. */
  readonly isSmoke: boolean
  readonly tell: (line: string) => void
}

export type BenchSuite = (options: BenchOptions) => Promise<readonly Figure[]>
