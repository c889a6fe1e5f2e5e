import type { Kysely } from 'kysely'
import type { Tables } from '../../database/tables.ts'
import type { Write } from '../../database/write-together.ts'
import { keyedDigest } from '../../security/keyed-digest.ts'
import { groupAddress } from './address-group.ts'
import { createCharging, type Charge, type ChargingDependencies, type ThrottledAct } from './charging-service.ts'
import { accountRule, addressRule, allowPerHour, sessionRule, type ThrottleRule } from './throttle-policy.ts'
import { createThrottleRepository, type ChargedCounter } from './throttle-repository.ts'

/** What operators may do so many times an hour. */
export type OperatorThrottle = 'operator_reissue' | 'operator_suggestion'
type ThrottleKind =
  | 'account'
  | 'session'
  | 'address'
  | OperatorThrottle
  | 'operator_verification'
  | 'target_verification'
  | 'pair_verification'

/**
 * Starts of identity verifications in an hour: more than any desk takes, and too few for trying out company facts. One
 * operator for one user has the least, so that nobody keeps a user from the help of all the others.
 */
const verificationsPerHour = { operator: 30, target: 30, operatorForTarget: 10 } as const

export interface LoginAttempt {
  /** What the account is looked up by, whether there is one or not. */
  readonly loginIdKey: string
  readonly address: string
  /** The live session of the same account whose token came with the login. */
  readonly ownSessionId: string | undefined
}

/**
 * Limits on guessing and on haste, shared by all server processes (P11). Everything is charged before it is tried, so
 * that a hundred parallel guesses get no further than the free ones. What is blocked fails with AppError
 * `too_many_attempts` and the seconds to wait; the first refusal of each block is recorded, the others are not, so that
 * nobody can fill the audit.
 */
export interface ThrottleService {
  chargeLogin(login: LoginAttempt, act: ThrottledAct): Promise<Charge>
  /** A guess at the password of a session’s owner, from within the session. */
  chargeSession(sessionId: string, act: ThrottledAct): Promise<Charge>
  chargeOperator(kind: OperatorThrottle, userId: string, limitPerHour: number, act: ThrottledAct): Promise<void>
  /** The start of an identity verification by an operator for a user. */
  chargeVerification(operatorUserId: string, targetUserId: string, act: ThrottledAct): Promise<void>
  /**
   * Forgets the guesses at an account, as a part of its reissue’s statement. Counters of addresses stay. `loginIdKey` is what
   * the account is looked up by.
   */
  liftAccount(tx: Kysely<Tables>, loginIdKey: string): Write
}

export interface ThrottleDependencies extends ChargingDependencies {
  /** Derived for the purpose `throttle`. */
  readonly key: Buffer
}

export function createThrottleService({ key, ...deps }: ThrottleDependencies): ThrottleService {
  const charge = createCharging(deps)

  const counterOf = (kind: ThrottleKind, subject: string, rule: ThrottleRule): ChargedCounter => ({
    kind,
    subject: keyedDigest(key, [kind, subject]),
    rule,
  })

  return {
    chargeLogin({ loginIdKey, address, ownSessionId }, act) {
      if (ownSessionId !== undefined) return charge([counterOf('session', ownSessionId, sessionRule)], act)
      const account = counterOf('account', loginIdKey, accountRule)
      // The address first: one that is blocked must not charge accounts.
      return charge([counterOf('address', groupAddress(address), addressRule), account], act)
    },

    chargeSession: (sessionId, act) => charge([counterOf('session', sessionId, sessionRule)], act),

    async chargeOperator(kind, userId, limitPerHour, act) {
      await charge([counterOf(kind, userId, allowPerHour(limitPerHour))], act)
    },

    async chargeVerification(operatorUserId, targetUserId, act) {
      const byOperator = counterOf('operator_verification', operatorUserId, allowPerHour(verificationsPerHour.operator))
      const forTarget = counterOf('target_verification', targetUserId, allowPerHour(verificationsPerHour.target))
      const subject = JSON.stringify([operatorUserId, targetUserId])
      const forBoth = counterOf('pair_verification', subject, allowPerHour(verificationsPerHour.operatorForTarget))
      await charge([forBoth, byOperator, forTarget], act)
    },

    liftAccount: (tx, loginIdKey) => createThrottleRepository(tx).remove(counterOf('account', loginIdKey, accountRule)),
  }
}
