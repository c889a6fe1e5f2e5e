import { AppError } from '../../src-shared/errors/catalogue.ts'

export interface WorkQueueLimits {
  /** How many tasks are worked on at the same time. */
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

/** Does what it is given one after the other, in this order. */
export type Runner<Task, Result> = (task: Task) => Promise<Result>

export interface WorkQueue<Task, Result> {
  /** The result when the turn of `task` has come; throws AppError `overloaded` at once when too many are waiting (ASVS 15.1.3). */
  run(task: Task): Promise<Result>
}

interface Job<Task, Result> {
  readonly task: Task
  readonly askedAt: number
  readonly done: PromiseWithResolvers<Result>
}

const RETRY_AFTER_SECONDS = 2
/**
 * What a runner has in hand: the task that it works on, and the next one. A thread that had to wait for ours to give it that
 * would lose its core to somebody else after each.
 */
const MOST_IN_HAND = 2

/** A bounded first-in-first-out queue: heavy work must slow its askers down, not fill the memory. */
export function createWorkQueue<Task, Result>(
  openRunner: () => Runner<Task, Result>,
  { maxConcurrent, maxQueued, observer }: WorkQueueLimits,
): WorkQueue<Task, Result> {
  const runners = Array.from({ length: maxConcurrent }, () => ({
    work: openRunner(),
    inHand: new Array<Job<Task, Result>>(),
  }))
  const waiting: Job<Task, Result>[] = []
  let unfinished = 0

  const tellLoad = (): void => {
    const running = runners.filter(({ inHand }) => inHand.length > 0).length
    observer?.loadChanged(running, unfinished - running)
  }
  const tellStart = (job: Job<Task, Result> | undefined): void => {
    if (job) observer?.taskStarted(performance.now() - job.askedAt)
  }

  const give = async ({ work, inHand }: (typeof runners)[number], job: Job<Task, Result>): Promise<void> => {
    inHand.push(job)
    if (inHand.length === 1) tellStart(job)
    try {
      job.done.resolve(await work(job.task))
    } catch (error) {
      job.done.reject(error)
    } finally {
      inHand.shift()
      unfinished -= 1
      tellStart(inHand[0])
      giveOut()
    }
  }

  /** Whoever has nothing in hand comes first. */
  const giveOut = (): void => {
    for (let most = 1; most <= MOST_IN_HAND; most += 1) {
      for (const runner of runners) {
        const job = runner.inHand.length < most ? waiting.shift() : undefined
        if (job) void give(runner, job)
      }
    }
    tellLoad()
  }

  return {
    async run(task) {
      if (unfinished >= maxConcurrent + maxQueued) {
        throw new AppError('overloaded', { retryAfterSeconds: RETRY_AFTER_SECONDS })
      }
      const job = { task, askedAt: performance.now(), done: Promise.withResolvers<Result>() }
      waiting.push(job)
      unfinished += 1
      giveOut()
      return await job.done.promise
    },
  }
}
