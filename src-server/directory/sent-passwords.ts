import { createHmac, randomBytes } from 'node:crypto'

/** Tells a password that is sent again, as after a lost answer, from a new one. */
export interface SentPasswords {
  /** Whether it is the one last sent for the account; from now on it is. */
  isRepeated(accountId: string, password: string): boolean
}

const maxAccounts = 10_000

/** Keeps no password: a digest under a key that ends with this process, of the latest accounts. */
export function createSentPasswords(): SentPasswords {
  const key = randomBytes(32)
  const digests = new Map<string, string>()
  return {
    isRepeated(accountId, password) {
      const digest = createHmac('sha256', key).update(`${accountId}\0${password}`).digest('base64')
      const isRepeated = digests.get(accountId) === digest
      digests.delete(accountId)
      digests.set(accountId, digest)
      const [oldest] = digests.keys()
      if (digests.size > maxAccounts && oldest !== undefined) digests.delete(oldest)
      return isRepeated
    },
  }
}
