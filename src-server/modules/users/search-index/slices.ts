import { setImmediate as nextTurn } from 'node:timers/promises'

/** Work that may be interrupted wherever it yields. */
export type Sliced<Result> = Generator<undefined, Result, undefined>

/** So long a slice may hold up everything else; what is between two yields comes on top. */
const sliceMs = 4

/**
 * Does the work in slices, with everything else in between. Throws what `signal` was aborted with.
 */
export async function runInSlices<Result>(
  work: Sliced<Result>,
  signal?: AbortSignal,
  now: () => number = () => performance.now(),
): Promise<Result> {
  for (;;) {
    signal?.throwIfAborted()
    const end = now() + sliceMs
    while (now() < end) {
      const step = work.next()
      if (step.done === true) return step.value
    }
    await nextTurn()
  }
}

/** Does the work at once. */
export function runAtOnce<Result>(work: Sliced<Result>): Result {
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
  }
}
