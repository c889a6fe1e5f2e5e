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
import type { PolicyService } from '../policy/policy-service.ts'
import { endSessionsAfterReissue, isSessionOpen } from '../sessions/session-service.ts'
import type { ThrottleService } from '../throttling/throttle-service.ts'
import { openAccounts, type UserRecord } from '../users/account-service.ts'
import { visibleTo } from '../users/user-policy.ts'
import { consumePass, type PassClaim } from '../verifications/pass-service.ts'
import type { IdempotencyService, KeyedRequest } from './idempotency-service.ts'
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
  readonly target: UserRecord
  readonly verifier: string
  readonly passwordOrigin: 'generated' | 'edited'
}

export interface IssueDependencies {
  readonly databases: ScopedDatabases
  readonly clock: () => Date
  readonly newId: () => string
  readonly policy: PolicyService
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
  const { databases, clock, newId, policy, idempotency, audit, notifications, throttles } = deps

  const execute = async (
    tx: Kysely<Tables>,
    { request, target, verifier, passwordOrigin }: IssueOrder,
    claim: PassClaim | undefined,
  ): Promise<ReissueReceipt> => {
    const { caller, input, origin } = request
    const [accounts, reissues, reissueId, at] = [openAccounts(tx), createReissueRepository(tx), newId(), clock()]
    const { memberId, userId } = target
    const verificationId = claim ? await consumePass(tx, claim, reissueId, at) : null
    const proof = verificationId === null ? {} : { verificationId }
    const expiresAt = computeExpiresAt(at, target.timeZone)
    await reissues.supersedePending(memberId, userId, at)
    await reissues.insert({
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
    })
    await accounts.setTemporaryPassword(memberId, userId, { verifier, expiresAt, reissueId }, at)
    await endSessionsAfterReissue(tx, target, at)
    // Guesses at the old password say nothing about the new one, and its owner must get in (P11).
    await throttles.liftAccount(tx, target.loginId)
    const administratorIds = (await accounts.listActiveAdministrators(memberId)).map(
      (administrator) => administrator.userId,
    )
    await notifications.queueReissueNotices(tx, {
      memberId,
      userId,
      userRole: target.role,
      reissueId,
      issuerUserId: caller.userId,
      administratorIds,
      hasSecurityContact: (await policy.readRules(tx)).securityContactEmail !== null,
      at,
    })
    // As late as can be: everybody else’s events wait for this one until the transaction ends (decision 0010).
    const details = { reissueId, origin: passwordOrigin, expiresAt: expiresAt.toISOString(), ...proof }
    await audit.append(tx, { action: 'reissue_password', outcome: 'done', actor: caller, target, origin, details })
    return {
      reissueId,
      userId,
      loginId: target.loginId,
      issuedAt: at.toISOString(),
      expiresAt: expiresAt.toISOString(),
      issuedBy: { userId: caller.userId, loginId: caller.loginId, userName: caller.userName },
      origin: passwordOrigin,
      ...proof,
    }
  }

  /**
   * Decides again on the locked row: role and state of either side may have changed since, or the operator’s session ended.
   * With a claim where a verification is required; whether it holds is judged as it is consumed.
   */
  const lockAndDecide = async (
    tx: Kysely<Tables>,
    { request: { caller, input }, target }: IssueOrder,
  ): Promise<{ readonly target: UserRecord; readonly claim: PassClaim | undefined }> => {
    const accounts = openAccounts(tx)
    await accounts.lockUser(target.memberId, target.userId)
    const actor = await accounts.findUser({ memberId: caller.memberId }, caller.userId)
    if (!(await isSessionOpen(tx, caller)) || actor?.state !== 'active') throw new AppError('session_ended')
    const locked = await accounts.findUser(visibleTo(actor), target.userId)
    if (!locked) throw new AppError('not_found')
    const rules = await policy.readRules(tx)
    const decision = decideReissue(actor, locked, rules.reissue)
    if (!decision.allowed) throw new AppError(decision.code)
    const { verificationId } = input
    const claim = { verificationId, target: locked, operatorUserId: actor.userId, rules }
    return { target: locked, claim: decision.verificationRequired ? claim : undefined }
  }

  return (order) =>
    databases
      .of(order.request.caller)
      .transaction()
      .execute(async (tx) => {
        const { keyed } = order
        if (!(await idempotency.claim(tx, keyed, clock()))) {
          const answered = await idempotency.findAnswer(tx, keyed, clock())
          if (!answered) throw new AppError('conflict')
          return { receipt: answered, replayed: true }
        }
        const { target, claim } = await lockAndDecide(tx, order)
        const receipt = await execute(tx, { ...order, target }, claim)
        await idempotency.storeAnswer(tx, keyed, receipt)
        return { receipt, replayed: false }
      })
}
