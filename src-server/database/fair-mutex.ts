import { AppError } from '../../src-shared/errors/catalogue.ts'

export interface FairMutex {
  /** Resolves with the function that lets the next one in. Throws `overloaded` after `waitMs`. */
  lock(): Promise<() => void>
  /** How many wait just now. */
  countWaiting(): number
  isTaken(): boolean
}

/**
 * First come, first served: the embedded database has one connection, so everybody queues for it. The wait is bounded, so
 * that code which asks for a second connection inside a transaction fails with an error instead of hanging for ever.
 */
export function createFairMutex(waitMs: number): FairMutex {
  const waiting: (() => void)[] = []
  let taken = false

  function release(): void {
    const next = waiting.shift()
    if (next) next()
    else taken = false
  }

  function releaseOnce(): () => void {
    let released = false
    return () => {
      if (!released) release()
      released = true
    }
  }

  return {
    countWaiting: () => waiting.length,
    isTaken: () => taken,
    lock() {
      if (!taken) {
        taken = true
        return Promise.resolve(releaseOnce())
      }
      return new Promise((resolve, reject) => {
        const enter = (): void => {
          clearTimeout(timer)
          resolve(releaseOnce())
        }
        const timer = setTimeout(() => {
          waiting.splice(waiting.indexOf(enter), 1)
          reject(new AppError('overloaded', { detail: `waited ${waitMs} ms for the embedded database` }))
        }, waitMs)
        waiting.push(enter)
      })
    },
  }
}
