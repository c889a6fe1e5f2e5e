import type { CircuitBreaker } from './circuit-breaker.ts'
import { DirectoryError, type DirectoryChanges, type DirectoryPort } from './directory-port.ts'

export interface Guard {
  /** Shared by all members of one directory. */
  readonly breaker: CircuitBreaker
  /** The last word on how long a call may take, whatever the adapter below does. */
  readonly deadlineMs: number
  /** Told of every failure, for the log. */
  readonly observe: (error: DirectoryError, operation: string) => void
}

/** Whether the directory itself is the trouble; whatever else it says, it is there. */
export const isOutage = (error: unknown): boolean =>
  error instanceof DirectoryError && (error.kind === 'unavailable' || error.kind === 'unknown_outcome')

/** What a directory that is known to be down is answered with, without being asked. */
export const refuseWhileDown = (): DirectoryError => new DirectoryError('unavailable', 'known to be down')

/**
 * A directory behind a circuit breaker and an outer deadline. Whatever an adapter throws comes out as a DirectoryError: an
 * error that nobody expected says nothing about whether a write was done.
 */
export function guardDirectory(port: DirectoryPort, { breaker, deadlineMs, observe }: Guard): DirectoryPort {
  const guard = async <T>(operation: string, isWrite: boolean, work: () => Promise<T>): Promise<T> => {
    const lost = isWrite ? 'unknown_outcome' : 'unavailable'
    try {
      return await breaker.run(async () => {
        try {
          return await limitTime(
            work(),
            deadlineMs,
            () => new DirectoryError(lost, `no answer within ${deadlineMs} ms`),
          )
        } catch (error) {
          if (error instanceof DirectoryError) throw error
          throw new DirectoryError(isWrite ? 'unknown_outcome' : 'protocol', 'unexpected', { cause: error })
        }
      })
    } catch (error) {
      if (error instanceof DirectoryError) observe(error, operation)
      throw error
    }
  }
  const read = <T>(operation: string, work: () => Promise<T>): Promise<T> => guard(operation, false, work)
  const write = <T>(operation: string, work: () => Promise<T>): Promise<T> => guard(operation, true, work)

  async function* readChanges(since: string | null): AsyncIterable<DirectoryChanges> {
    const pages = port.readChanges(since)[Symbol.asyncIterator]()
    try {
      for (;;) {
        const page = await read('readChanges', () => pages.next())
        if (page.done === true) return
        yield page.value
      }
    } finally {
      await pages.return?.()
    }
  }

  return {
    kind: port.kind,
    capabilities: port.capabilities,
    // Looks at what is wrong, so it is never held back.
    selfTest: (canaryAccountId) => port.selfTest(canaryAccountId),
    search: (text, limit) => read('search', () => port.search(text, limit)),
    readChanges,
    get: (accountId) => read('get', () => port.get(accountId)),
    resetToTemporary: (account, password, validUntil) =>
      write('resetToTemporary', () => port.resetToTemporary(account, password, validUntil)),
    verify: (accountId, password) => read('verify', () => port.verify(accountId, password)),
    changePassword: (accountId, currentPassword, newPassword) =>
      write('changePassword', () => port.changePassword(accountId, currentPassword, newPassword)),
    unlock: (accountId) => write('unlock', () => port.unlock(accountId)),
    expire: (accountId, version) => write('expire', () => port.expire(accountId, version)),
    settle: (accountId) => write('settle', () => port.settle(accountId)),
    close: () => port.close(),
  }
}

async function limitTime<T>(work: Promise<T>, limitMs: number, describe: () => Error): Promise<T> {
  const { promise: over, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(describe()), limitMs)
  try {
    return await Promise.race([work, over])
  } finally {
    clearTimeout(timer)
  }
}
