import { useState } from 'react'
import { toDeskError } from './desk.ts'
import { useSecondsUntil } from './use-seconds-until.ts'

export interface RetryWait {
  readonly secondsLeft: number
  /** Starts the wait that the error asks for; an error without one ends any wait. */
  readonly waitFor: (reason: unknown) => void
}

/** Counts down `retryAfterSeconds` of a throttled attempt. */
export function useRetryWait(): RetryWait {
  const [untilMs, setUntilMs] = useState<number | null>(null)
  const waitFor = (reason: unknown) => {
    const { retryAfterSeconds } = toDeskError(reason)
    setUntilMs(retryAfterSeconds === undefined ? null : Date.now() + retryAfterSeconds * 1000)
  }
  return { secondsLeft: useSecondsUntil(untilMs), waitFor }
}
