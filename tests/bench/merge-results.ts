import { isDeepStrictEqual } from 'node:util'
import { suiteNames, type BenchResult, type Machine, type SuiteName, type SuiteRun } from './figures.ts'

export interface Merged {
  readonly result: BenchResult
  /** Suites whose figures were there and are not any more: what was measured elsewhere, or of other sources, is no comparison. */
  readonly dropped: readonly SuiteName[]
}

/**
 * Puts a run beside what other suites brought on the same machine at the same commit, in place of its own figures of before.
 * With any other machine or commit the file starts anew with this run alone.
 */
export function mergeRun(
  before: BenchResult | undefined,
  run: SuiteRun,
  { machine, commit }: { readonly machine: Machine; readonly commit: string },
): Merged {
  const isSame = before !== undefined && before.commit === commit && isDeepStrictEqual(before.machine, machine)
  const others = (before?.figures ?? []).filter(({ suite }) => suite !== run.suite)
  const figures = [...(isSame ? others : []), ...run.figures.map((figure) => ({ ...figure, suite: run.suite }))]
  const placeOf = (suite: SuiteName): number => suiteNames.indexOf(suite)
  return {
    result: {
      machine,
      commit,
      at: run.at,
      rounds: run.rounds,
      figures: figures.toSorted((a, b) => placeOf(a.suite) - placeOf(b.suite)),
    },
    dropped: isSame ? [] : suiteNames.filter((name) => others.some(({ suite }) => suite === name)),
  }
}
