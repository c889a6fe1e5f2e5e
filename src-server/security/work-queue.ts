import { AppError } from '../../src-shared/errors/catalogue.ts'

export interface WorkQueueLimits {
  /** How many tasks run at the same time. */
  readonly maxConcurrent: number
  /** How many more may wait; the next one is turned away. */
  readonly maxQueued: number
  readonly observer?: WorkQueueObserver
}

/** Told of the queue as it changes, for whoever measures it. */
export interface WorkQueueObserver {
  loadChanged(running: number, waiting: number): void
  taskStarted(waitedMs: number): void
}

export interface WorkQueue {
  /** Runs `task` when its turn comes; throws AppError `overloaded` at once when too many are waiting (ASVS 15.1.3). */
  run<T>(task: () => Promise<T>): Promise<T>
}

const RETRY_AFTER_SECONDS = 2

/** A bounded first-in-first-out queue: heavy work must slow its askers down, not fill the memory. */
export function createWorkQueue({ maxConcurrent, maxQueued, observer }: WorkQueueLimits): WorkQueue {
  const waiting: (() => void)[] = []
  let running = 0
  const tellLoad = (): void => observer?.loadChanged(running, waiting.length)

  const takeTurn = async (): Promise<void> => {
    if (running < maxConcurrent) {
      running += 1
      tellLoad()
      return
    }
    if (waiting.length >= maxQueued) throw new AppError('overloaded', { retryAfterSeconds: RETRY_AFTER_SECONDS })
    await new Promise<void>((resolve) => {
      waiting.push(resolve)
      tellLoad()
    })
  }

  const passTurn = (): void => {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
    tellLoad()
  }

  return {
    async run(task) {
      const askedAt = performance.now()
      await takeTurn()
      observer?.taskStarted(performance.now() - askedAt)
      try {
        return await task()
      } finally {
        passTurn()
      }
    },
  }
}
