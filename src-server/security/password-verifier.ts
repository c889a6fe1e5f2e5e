import { parseOptions } from '@node-rs/argon2'
import { openPasswordThread } from './password-thread.ts'
import { createWorkQueue, type WorkQueueLimits } from './work-queue.ts'

/** Parameters of every verifier that this server makes (P9, OWASP Password Storage: 19 MiB, two passes, one lane). */
export const argon2Parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** A well-formed argon2id verifier of those parameters that no password fits: its hash is all zeros. */
const NOBODYS_VERIFIER = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`

const MOST_HASH_THREADS = 4

/**
 * How many verifiers are made at a time on so many cores. One core is left to everything else: with all of them hashing, a
 * search waits twice as long under load, and hardly more is hashed.
 */
export const countHashThreads = (cores: number): number => Math.max(1, Math.min(MOST_HASH_THREADS, cores - 1))

export interface PasswordVerifier {
  /** The PHC string (argon2id) to be stored for `password`. */
  hash(password: string): Promise<string>
  /** Whether `password` fits a stored argon2 or bcrypt verifier. */
  verify(verifier: string, password: string): Promise<boolean>
  /** Takes the time of `verify` and is always false: for a login ID that nobody has (P12). */
  verifyForNobody(password: string): Promise<false>
  /** Whether a verifier was made by another scheme or with other parameters; it is then replaced at the next login. */
  needsRehash(verifier: string): boolean
}

/**
 * Makes and checks verifiers on threads of its own, a bounded number at a time: each takes 19 MiB.
 * Every function but `needsRehash` throws AppError `overloaded` when the queue is full.
 */
export function createPasswordVerifier(limits: WorkQueueLimits): PasswordVerifier {
  const queue = createWorkQueue(() => openPasswordThread(), limits)
  const matches = async (verifier: string, password: string): Promise<boolean> =>
    (await queue.run({ kind: 'verify', verifier, password })) === true

  return {
    async hash(password) {
      const verifier = await queue.run({ kind: 'hash', password, parameters: argon2Parameters })
      if (typeof verifier !== 'string') throw new TypeError('no verifier')
      return verifier
    },
    verify: matches,
    async verifyForNobody(password) {
      await matches(NOBODYS_VERIFIER, password)
      return false
    },
    needsRehash(verifier) {
      if (!verifier.startsWith('$argon2id$')) return true
      const { memoryCost, timeCost, parallelism } = parseOptions(verifier)
      return (
        memoryCost !== argon2Parameters.memoryCost ||
        timeCost !== argon2Parameters.timeCost ||
        parallelism !== argon2Parameters.parallelism
      )
    },
  }
}
