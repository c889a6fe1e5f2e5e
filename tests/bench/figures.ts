import { z } from 'zod'

const spreadSchema = z.strictObject({ min: z.number(), median: z.number(), max: z.number() })
export type Spread = z.infer<typeof spreadSchema>

export const figureSchema = z.strictObject({
  /** `heading: row`, by which the tables are grouped; or just a name. */
  name: z.string(),
  unit: z.enum(['1/s', 'ms', 's', '×', 'MB', 'KB', 'requests', 'tasks', 'nodes']),
  value: spreadSchema,
  /** The same without our own part, measured in the same rounds. */
  floor: spreadSchema.nullable(),
  /** The median of the rounds’ own ratios, so that what else the machine does hits both sides alike. */
  ratio: z.number().nullable(),
  goal: z.string().nullable(),
  holds: z.boolean().nullable(),
})
export type Figure = z.infer<typeof figureSchema>

const machineSchema = z.strictObject({
  processor: z.string(),
  threads: z.int(),
  memoryGib: z.number(),
  system: z.string(),
  node: z.string(),
})
export type Machine = z.infer<typeof machineSchema>

export const suiteNames = ['server', 'scale', 'desk'] as const
export type SuiteName = (typeof suiteNames)[number]

export const benchResultSchema = z.strictObject({
  machine: machineSchema,
  /** Of the product, not of the bench: the last one that changed what is measured. */
  commit: z.string(),
  at: z.iso.datetime(),
  rounds: z.int(),
  figures: z.array(figureSchema.extend({ suite: z.enum(suiteNames) })),
})
export type BenchResult = z.infer<typeof benchResultSchema>

/** What one run of one suite brought. */
export interface SuiteRun {
  readonly suite: SuiteName
  readonly at: string
  readonly rounds: number
  /** Of the last minute, at the start and at the end: above the number of threads somebody else was at work. */
  readonly load: readonly [number, number]
  readonly figures: readonly Figure[]
}

/** The two parts of a figure’s name; the heading is empty where there is none. */
export function splitName(name: string): { readonly heading: string; readonly row: string } {
  const at = name.indexOf(': ')
  return at < 0 ? { heading: '', row: name } : { heading: name.slice(0, at), row: name.slice(at + 2) }
}

/** One round’s outcome, and that of the floor measured beside it. */
export interface Round {
  readonly value: number
  readonly floor?: number
}

export const noRounds = (): Round[] => []

export interface Goal {
  readonly of: 'ratio' | 'value'
  readonly atLeast?: number
  readonly atMost?: number
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** By rank; NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

const spreadOf = (values: readonly number[]): Spread => ({
  min: Math.min(...values),
  median: median(values),
  max: Math.max(...values),
})

export function makeFigure(name: string, unit: Figure['unit'], rounds: readonly Round[], goal?: Goal): Figure {
  const floors = rounds.flatMap(({ floor }) => (floor === undefined ? [] : [floor]))
  const ratios = rounds.flatMap(({ value, floor }) => (floor === undefined ? [] : [value / floor]))
  const value = spreadOf(rounds.map((round) => round.value))
  const ratio = ratios.length === 0 ? null : median(ratios)
  return {
    name,
    unit,
    value,
    floor: floors.length === 0 ? null : spreadOf(floors),
    ratio,
    goal: goal ? describeGoal(goal, unit) : null,
    holds: goal ? isReached(goal, goal.of === 'value' ? value.median : ratio) : null,
  }
}

function describeGoal({ of, atLeast, atMost }: Goal, unit: Figure['unit']): string {
  const bound = atLeast === undefined ? `≤ ${atMost}` : `≥ ${atLeast}`
  return of === 'ratio' ? `ratio ${bound}` : `${bound} ${unit}`
}

const isReached = ({ atLeast = -Infinity, atMost = Infinity }: Goal, reached: number | null): boolean | null =>
  reached === null || Number.isNaN(reached) ? null : reached >= atLeast && reached <= atMost
