import type { Kysely } from 'kysely'
import type { VerificationFact } from '../../../src-shared/api/verification-facts.ts'
import type { StartedVerification, Verification } from '../../../src-shared/api/verifications.ts'
import { decideReissue } from '../../../src-shared/domain/permissions.ts'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { Tables } from '../../database/tables.ts'
import type { Caller, RequestOrigin } from '../../plugins/request-context.ts'
import type { AuditAction, AuditedUser, AuditService } from '../audit/audit-service.ts'
import type { PolicyService } from '../policy/policy-service.ts'
import type { Attempt, RefusalService } from '../reissues/refusal-service.ts'
import type { ThrottleService } from '../throttling/throttle-service.ts'
import { openAccounts } from '../users/account-service.ts'
import { visibleTo } from '../users/user-policy.ts'
import { listCallbackNumbers, matchesFact, offerFacts } from './fact-policy.ts'
import type { ConclusionInput, VerificationEnding } from './verification-ending-service.ts'
import type { VerificationListService } from './verification-list-service.ts'
import { countAttemptsLeft, refuseStep, VERIFICATION_LIFETIME_MS } from './verification-policy.ts'
import { createVerificationRepository, type VerificationRow } from './verification-repository.ts'

export interface VerificationDependencies {
  readonly db: Kysely<Tables>
  readonly clock: () => Date
  readonly newId: () => string
  readonly audit: AuditService
  readonly policy: PolicyService
  readonly refusals: RefusalService
  readonly throttles: Pick<ThrottleService, 'chargeVerification'>
  readonly ending: VerificationEnding
  readonly lists: VerificationListService
}

/** One operator’s step in one verification. */
export interface Step {
  readonly caller: Caller
  readonly origin: RequestOrigin
  readonly verificationId: string
}

export interface VerificationService {
  /**
   * Begins a verification of whoever calls for this user, or goes on with the caller’s own for them that is still open, with
   * the attempts that are left of it. Throws AppError for whom the caller may not serve, and `too_many_attempts` when too
   * many were begun within the hour.
   */
  start(caller: Caller, userId: string, origin: RequestOrigin): Promise<StartedVerification>
  /** Compares one answer. The third wrong one ends the verification as failed, recorded and told in the same transaction. */
  answer(
    step: Step,
    said: { readonly fact: VerificationFact; readonly answer: string },
  ): Promise<{ match: boolean; attemptsLeft: number }>
  /** Throws AppError `verification_incomplete` for a pass that may not be; the verification stays open then. */
  conclude(step: Step, input: ConclusionInput): Promise<Verification>
}

export function createVerificationService(deps: VerificationDependencies): VerificationService {
  const { db, clock, newId, audit, policy, refusals, throttles, ending, lists } = deps

  /** A verification belongs to its operator: for everybody else there is none (P16). */
  const takeStep = async <T>(
    action: AuditAction,
    { caller, origin, verificationId }: Step,
    work: (tx: Kysely<Tables>, row: VerificationRow, at: Date) => Promise<T>,
  ): Promise<T> => {
    const attempt: Attempt = { action, caller, origin }
    const found = await createVerificationRepository(db).find(verificationId)
    if (found?.operatorUserId !== caller.userId) return refusals.refuse(attempt, { code: 'not_found' })
    return refusals.attempt({ ...attempt, target: found, details: { verificationId } }, async (tx) => {
      // Locked, so that answers sent at the same time are counted one after the other.
      const row = await createVerificationRepository(tx).lock(verificationId)
      if (!row) throw new AppError('not_found')
      const at = clock()
      const code = refuseStep(row, at)
      if (code) throw new AppError(code)
      return work(tx, row, at)
    })
  }

  /**
   * SECURITY: P20. Two open at the same time would make two passes of one call-back, and twice the attempts. Starts of one
   * operator take turns at the operator’s row.
   */
  const openOne = async (tx: Kysely<Tables>, caller: Caller, { memberId, userId }: AuditedUser) => {
    await openAccounts(tx).lockUser(caller.memberId, caller.userId)
    const [verifications, at] = [createVerificationRepository(tx), clock()]
    const open = await verifications.findOpen({ memberId, userId, operatorUserId: caller.userId }, at)
    if (open) return { ...open, isNew: false }
    const [verificationId, expiresAt] = [newId(), new Date(at.getTime() + VERIFICATION_LIFETIME_MS)]
    await verifications.insert({
      member_id: memberId,
      verification_id: verificationId,
      user_id: userId,
      operator_member_id: caller.memberId,
      operator_user_id: caller.userId,
      state: 'open',
      started_at: at,
      expires_at: expiresAt,
      approval: 'not_needed',
    })
    return { verificationId, wrongAnswers: 0, expiresAt, isNew: true }
  }

  return {
    async start(caller, userId, origin) {
      const attempt: Attempt = { action: 'start_verification', caller, origin }
      const target = await openAccounts(db).findUser(visibleTo(caller), userId)
      if (!target) return refusals.refuse(attempt, { code: 'not_found' })
      const rules = await policy.readRules(db)
      const decision = decideReissue(caller, target, rules.reissue)
      if (!decision.allowed) return refusals.refuse({ ...attempt, target }, { code: decision.code })
      await throttles.chargeVerification(caller.userId, target.userId, {
        action: attempt.action,
        actor: caller,
        origin,
        findTarget: async () => target,
      })
      return db.transaction().execute(async (tx) => {
        const verifications = createVerificationRepository(tx)
        const { isNew, verificationId, wrongAnswers, expiresAt } = await openOne(tx, caller, target)
        const file = await verifications.readFactsOnFile(target.memberId, target.userId)
        const [facts, callbackNumbers] = [offerFacts(file), listCallbackNumbers(file)]
        const offered = { facts: facts.length, callbackNumbers: callbackNumbers.length }
        const details = { verificationId, ...offered, ...(isNew ? {} : { continued: true }) }
        await audit.append(tx, { action: attempt.action, outcome: 'done', actor: caller, target, origin, details })
        const attemptsLeft = countAttemptsLeft(wrongAnswers)
        return { verificationId, callbackNumbers, facts, attemptsLeft, expiresAt: expiresAt.toISOString() }
      })
    },

    answer: (step, { fact, answer }) =>
      takeStep('answer_verification', step, async (tx, row, at) => {
        const verifications = createVerificationRepository(tx)
        const file = await verifications.readFactsOnFile(row.memberId, row.userId)
        if (!offerFacts(file).some((offered) => offered.fact === fact)) throw refuseFact()
        const match = matchesFact(file, fact, answer)
        await verifications.addAnswer(row, { fact, matched: match }, at)
        const attemptsLeft = countAttemptsLeft(row.wrongAnswers + (match ? 0 : 1))
        if (attemptsLeft === 0) await ending.fail(tx, row, at)
        const details = { verificationId: row.verificationId, fact, match, attemptsLeft }
        const { caller, origin } = step
        const event = { action: 'answer_verification', outcome: 'done', actor: caller, target: row, origin } as const
        await audit.append(tx, { ...event, details })
        if (attemptsLeft === 0) {
          const ended = { verificationId: row.verificationId, outcome: 'failed', cause: 'wrong_answers' }
          await audit.append(tx, { ...event, action: 'conclude_verification', details: ended })
        }
        return { match, attemptsLeft }
      }),

    conclude: (step, input) =>
      takeStep('conclude_verification', step, async (tx, row, at) => {
        const { caller, origin } = step
        const details = await ending.conclude(tx, row, input, at)
        const verification = await lists.readVerification(row.verificationId, tx)
        const event = { action: 'conclude_verification', outcome: 'done', actor: caller, target: row, origin } as const
        await audit.append(tx, { ...event, details })
        return verification
      }),
  }
}

const refuseFact = (): AppError =>
  new AppError('invalid_request', {
    fields: [{ path: 'fact', code: 'not_offered', message: 'is not on file of this member' }],
  })
