import { hash, verify } from '@node-rs/argon2'
import { createPasswordVerifier, type PasswordVerifier } from '../../src-server/security/password-verifier.ts'

/** The least that argon2 takes, in KiB and passes: a thousandth of what the server’s own verifiers cost. */
const parameters = { memoryCost: 8, timeCost: 1, parallelism: 1 } as const
const mark = '$argon2id$v=19$m=8,t=1,p=1$'
const nobodys = `${mark}${'A'.repeat(22)}$${'A'.repeat(43)}`

const real = createPasswordVerifier({ maxConcurrent: 1, maxQueued: 1000 })

/**
 * Real argon2id verifiers at hardly any cost, for the many tests that log somebody in to ask about something else. What asks
 * about verifiers, their cost or their queue takes the server’s own.
 */
export const quickPasswords: PasswordVerifier = {
  hash: (password) => hash(password, parameters),
  // Without the thread of the server’s own, which takes a while to start.
  verify: (verifier, password) =>
    verifier.startsWith('$argon2') ? verify(verifier, password) : real.verify(verifier, password),
  async verifyForNobody(password) {
    await verify(nobodys, password)
    return false
  },
  needsRehash: (verifier) => !verifier.startsWith(mark),
}
