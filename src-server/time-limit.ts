import { AppError } from '../src-shared/errors/catalogue.ts'

/**
 * Waits for `work` no longer than `limitMs` (R5); throws AppError `directory_unavailable` then. The work itself goes on, so
 * whoever asks again and again shares it: see `shareRunning`.
 */
export async function limitTime<T>(work: Promise<T>, limitMs: number): Promise<T> {
  const { promise: over, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => reject(new AppError('directory_unavailable', { detail: `no answer within ${limitMs} ms` })),
    limitMs,
  )
  try {
    return await Promise.race([work, over])
  } finally {
    clearTimeout(timer)
  }
}

/** Lets all who ask while `work` runs wait for that one run: a database that hangs does not collect askers. */
export function shareRunning<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined
  return () => {
    running ??= work().finally(() => {
      running = undefined
    })
    return running
  }
}
