import { AppError } from '../../../src-shared/errors/catalogue.ts'

/** Lets whoever works on one account take turns within this process; other processes are held off by the intent’s row. */
export interface AccountQueue {
  /** Throws AppError `overloaded` when too many wait already. */
  run<T>(account: string, work: () => Promise<T>): Promise<T>
}

export function createAccountQueue(maxWaiting = 100): AccountQueue {
  const lines = new Map<string, { last: Promise<unknown>; length: number }>()

  return {
    async run(account, work) {
      const line = lines.get(account) ?? { last: Promise.resolve(), length: 0 }
      if (line.length >= maxWaiting) throw new AppError('overloaded', { retryAfterSeconds: 1 })
      lines.set(account, line)
      line.length += 1
      const turn = line.last.then(work, work)
      line.last = turn.catch(() => {})
      try {
        return await turn
      } finally {
        line.length -= 1
        if (line.length === 0) lines.delete(account)
      }
    },
  }
}

export const accountKey = ({ memberId, userId }: { readonly memberId: string; readonly userId: string }): string =>
  JSON.stringify([memberId, userId])
