import type { Figure } from './figures.ts'

export interface BenchOptions {
  readonly rounds: number
  /** One million users as well, which takes minutes to fill in. */
  readonly isLarge: boolean
  readonly tell: (line: string) => void
}

export type BenchSuite = (options: BenchOptions) => Promise<readonly Figure[]>
