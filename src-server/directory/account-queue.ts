/**
 * One write at a time for each account: OpenLDAP answers 16 and 20 to writes of one password that race. In this process
 * alone; the lock across processes is the caller’s.
 */
export function createAccountQueue(): <T>(accountId: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>()
  return async (accountId, work) => {
    const before = last.get(accountId) ?? Promise.resolve()
    const mine = before.then(work, work)
    last.set(accountId, mine)
    try {
      return await mine
    } finally {
      if (last.get(accountId) === mine) last.delete(accountId)
    }
  }
}
