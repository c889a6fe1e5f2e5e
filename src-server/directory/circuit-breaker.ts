export interface CircuitBreaker {
  /** Rejects at once with what `refuse` makes while the other side is known to be down; one call at a time tries it again. */
  run<T>(work: () => Promise<T>): Promise<T>
  readState(): 'closed' | 'half_open' | 'open'
  /** How long there is no use in asking; 0 when it may be asked. */
  readWaitMs(): number
}

export interface CircuitBreakerOptions {
  readonly clock: () => Date
  /** Whether an error says that the other side cannot be reached, and not that it said no. */
  readonly isFailure: (error: unknown) => boolean
  readonly refuse: () => Error
  /** So many failures one after the other open it. */
  readonly failures?: number
  /** For so long at first; twice as long with each try that fails, up to the longest. */
  readonly openMs?: number
  readonly longestMs?: number
}

/** A server that is down is not helped by being asked, and whoever waits on the telephone is told at once. */
export function createCircuitBreaker(options: CircuitBreakerOptions): CircuitBreaker {
  const { clock, isFailure, refuse, failures = 3, openMs = 5000, longestMs = 60_000 } = options
  let inARow = 0
  let openedFor = 0
  let openUntilMs = 0
  let isProbing = false

  const fail = (): void => {
    inARow += 1
    if (inARow < failures) return
    openedFor = openedFor === 0 ? openMs : Math.min(openedFor * 2, longestMs)
    openUntilMs = clock().getTime() + openedFor
  }
  const recover = (): void => {
    inARow = 0
    openedFor = 0
    openUntilMs = 0
  }
  const readWaitMs = (): number => Math.max(0, openUntilMs - clock().getTime())

  return {
    async run(work) {
      const isProbe = openedFor > 0
      if (isProbe && (readWaitMs() > 0 || isProbing)) throw refuse()
      isProbing = isProbe
      try {
        const result = await work()
        recover()
        return result
      } catch (error) {
        if (isFailure(error)) fail()
        else recover()
        throw error
      } finally {
        if (isProbe) isProbing = false
      }
    },
    readState: () => (openedFor === 0 ? 'closed' : readWaitMs() > 0 ? 'open' : 'half_open'),
    readWaitMs,
  }
}
