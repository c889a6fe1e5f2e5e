import type { Kysely } from 'kysely'
import type { Tables } from '../../database/tables.ts'
import { keyedDigest } from '../../security/keyed-digest.ts'
import { groupAddress } from './address-group.ts'
import {
  createCharging,
  type Charge,
  type ChargingDependencies,
  type Counter,
  type ThrottledAct,
} from './charging-service.ts'
import { accountRule, addressRule, allowPerHour, sessionRule, type ThrottleRule } from './throttle-policy.ts'
import { createThrottleRepository } from './throttle-repository.ts'

/** What operators may do so many times an hour. */
export type OperatorThrottle = 'operator_reissue' | 'operator_suggestion'
type ThrottleKind =
  'account' | 'session' | 'address' | OperatorThrottle | 'operator_verification' | 'target_verification'

/** Starts of identity verifications in an hour: more than any desk takes, and too few for trying out company facts. */
const verificationsPerHour = { operator: 30, target: 10 } as const

export interface LoginAttempt {
  /** As typed. */
  readonly loginId: string
  readonly address: string
  /** The live session whose token came with the login, whoever it belongs to. */
  readonly session?: { readonly sessionId: string; readonly loginId: string } | undefined
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
  /** Forgets the guesses at an account, in the transaction of its reissue. Counters of addresses stay. */
  liftAccount(tx: Kysely<Tables>, loginId: string): Promise<void>
}

export interface ThrottleDependencies extends ChargingDependencies {
  /** Derived for the purpose `throttle`. */
  readonly key: Buffer
}

export function createThrottleService({ key, ...deps }: ThrottleDependencies): ThrottleService {
  const throttles = createThrottleRepository(deps.db)
  const charge = createCharging(deps)

  const counterOf = (kind: ThrottleKind, subject: string, rule: ThrottleRule): Counter => ({
    kind,
    subject: keyedDigest(key, [kind, subject]),
    rule,
  })

  return {
    async chargeLogin({ loginId, address, session }, act) {
      const folded = await throttles.foldLoginId(loginId)
      const isOwn = session !== undefined && (await throttles.foldLoginId(session.loginId)) === folded
      if (isOwn) return charge([counterOf('session', session.sessionId, sessionRule)], act)
      const account = counterOf('account', folded, accountRule)
      return charge([account, counterOf('address', groupAddress(address), addressRule)], act)
    },

    chargeSession: (sessionId, act) => charge([counterOf('session', sessionId, sessionRule)], act),

    async chargeOperator(kind, userId, limitPerHour, act) {
      await charge([counterOf(kind, userId, allowPerHour(limitPerHour))], act)
    },

    async chargeVerification(operatorUserId, targetUserId, act) {
      const byOperator = counterOf('operator_verification', operatorUserId, allowPerHour(verificationsPerHour.operator))
      const forTarget = counterOf('target_verification', targetUserId, allowPerHour(verificationsPerHour.target))
      await charge([byOperator, forTarget], act)
    },

    async liftAccount(tx, loginId) {
      const repository = createThrottleRepository(tx)
      await repository.remove(counterOf('account', await repository.foldLoginId(loginId), accountRule))
    },
  }
}
