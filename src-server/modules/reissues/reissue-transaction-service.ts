import type { Kysely } from 'kysely'
import type { ReissueReceipt } from '../../../src-shared/api/reissues.ts'
import { decideReissue } from '../../../src-shared/domain/permissions.ts'
import { computeExpiresAt } from '../../../src-shared/domain/validity.ts'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { ScopedDatabases } from '../../database/scoped-databases.ts'
import type { Tables } from '../../database/tables.ts'
import type { Caller, RequestOrigin } from '../../plugins/request-context.ts'
import type { AuditService } from '../audit/audit-service.ts'
import type { NotificationService } from '../notifications/notification-service.ts'
import { rulesOf } from '../policy/rules.ts'
import { endSessionsAfterReissue } from '../sessions/session-service.ts'
import type { ThrottleService } from '../throttling/throttle-service.ts'
import { openAccounts } from '../users/account-service.ts'
import { consumePass, type PassClaim } from '../verifications/pass-service.ts'
import type { IdempotencyService, KeyedRequest } from './idempotency-service.ts'
import { createReissueFactsRepository, type TargetRecord } from './reissue-facts-repository.ts'
import { createReissueRepository } from './reissue-repository.ts'

export interface ReissueInput {
  readonly temporaryPassword: string
  readonly suggestionToken?: string | undefined
  readonly verificationId?: string | undefined
  readonly note?: string | undefined
}

export interface ReissueRequest {
  readonly caller: Caller
  readonly userId: string
  readonly idempotencyKey: string
  readonly input: ReissueInput
  readonly origin: RequestOrigin
}

export interface IssueOrder {
  readonly request: ReissueRequest
  readonly keyed: KeyedRequest
  readonly target: TargetRecord
  readonly verifier: string
  readonly passwordOrigin: 'generated' | 'edited'
}

export interface IssueDependencies {
  readonly databases: ScopedDatabases
  readonly clock: () => Date
  readonly newId: () => string
  readonly idempotency: IdempotencyService
  readonly audit: AuditService
  readonly notifications: NotificationService
  readonly throttles: ThrottleService
}

export type IssueTemporaryPassword = (order: IssueOrder) => Promise<{ receipt: ReissueReceipt; replayed: boolean }>

/**
 * The moment of reissue: one transaction with everything or nothing (R2). Key, the pass of a verification, verifier, the end
 * of the sessions and of the reissue before, audit, notices. Throws AppError when the decision has changed since it was first made (P16).
 */
export function createIssueTransaction(deps: IssueDependencies): IssueTemporaryPassword {
  const { databases, clock, newId, idempotency, audit, notifications, throttles } = deps

  /** What is written, in one statement but for the pass before it, and what is answered. */
  const execute = async (
    tx: Kysely<Tables>,
    { request, keyed, verifier, passwordOrigin }: IssueOrder,
    { target, claim, administratorIds, hasSecurityContact }: Decision,
  ): Promise<ReissueReceipt> => {
    const { caller, input, origin } = request
    const [reissues, reissueId, at] = [createReissueRepository(tx), newId(), clock()]
    const { memberId, userId, loginId } = target
    const verificationId = claim ? await consumePass(tx, claim, reissueId, at) : null
    const proof = verificationId === null ? {} : { verificationId }
    const expiresAt = computeExpiresAt(at, target.timeZone)
    const issuer = { userId: caller.userId, loginId: caller.loginId, userName: caller.userName }
    const issued = { issuedAt: at.toISOString(), expiresAt: expiresAt.toISOString(), issuedBy: issuer }
    const receipt = { reissueId, userId, loginId, ...issued, origin: passwordOrigin, ...proof }
    const notice = { memberId, userId, userRole: target.role, reissueId, issuerUserId: caller.userId, at }
    const writes = [
      reissues.supersedePending(memberId, userId, at),
      reissues.insert({
        member_id: memberId,
        reissue_id: reissueId,
        user_id: userId,
        issued_by_member_id: caller.memberId,
        issued_by_user_id: caller.userId,
        issued_at: at,
        expires_at: expiresAt,
        origin: passwordOrigin,
        verification_id: verificationId,
        note: input.note ?? null,
        used_at: null,
        superseded_at: null,
      }),
      openAccounts(tx).setTemporaryPassword(memberId, userId, { verifier, expiresAt, reissueId }, at),
      endSessionsAfterReissue(tx, target, at),
      // Guesses at the old password say nothing about the new one, and its owner must get in (P11).
      throttles.liftAccount(tx, target.loginIdKey),
      notifications.queueReissueNotices(tx, { ...notice, administratorIds, hasSecurityContact }),
      idempotency.storeAnswer(tx, keyed, receipt),
    ]
    const details = { reissueId, origin: passwordOrigin, expiresAt: receipt.expiresAt, ...proof }
    const event = { action: 'reissue_password', outcome: 'done', actor: caller, target, origin, details } as const
    await audit.appendAndCommit(tx, writes, event)
    return receipt
  }

  return (order) =>
    databases
      .of(order.request.caller)
      .transaction()
      .execute(async (tx) => {
        const { keyed } = order
        if (!(await idempotency.claim(tx, keyed, order.target, clock()))) {
          const answered = await idempotency.findAnswer(tx, keyed, clock())
          if (!answered) throw new AppError('conflict')
          return { receipt: answered, replayed: true }
        }
        return { receipt: await execute(tx, order, await decide(tx, order)), replayed: false }
      })
}

interface Decision {
  readonly target: TargetRecord
  /** Where a verification is required; whether it holds is judged as it is consumed. */
  readonly claim: PassClaim | undefined
  readonly administratorIds: readonly string[]
  readonly hasSecurityContact: boolean
}

/** Decides again on the locked row: role and state of either side may have changed since, or the operator’s session ended. */
async function decide(tx: Kysely<Tables>, { request: { caller, input }, target }: IssueOrder): Promise<Decision> {
  const facts = await createReissueFactsRepository(tx).readDecision(target, caller)
  const { actor, administratorIds } = facts
  if (!facts.isSessionOpen || actor?.state !== 'active') throw new AppError('session_ended')
  if (!facts.target) throw new AppError('not_found')
  const rules = rulesOf(facts.policy)
  const decision = decideReissue(actor, facts.target, rules.reissue)
  if (!decision.allowed) throw new AppError(decision.code)
  const { verificationId } = input
  const claim = { verificationId, target: facts.target, operatorUserId: actor.userId, rules }
  return {
    target: facts.target,
    claim: decision.verificationRequired ? claim : undefined,
    administratorIds,
    hasSecurityContact: rules.securityContactEmail !== null,
  }
}
