import type { Kysely } from 'kysely'
import type { ReissueReceipt } from '../../../src-shared/api/reissues.ts'
import { computeExpiresAt } from '../../../src-shared/domain/validity.ts'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { Tables } from '../../database/tables.ts'
import type { Caller, RequestOrigin } from '../../plugins/request-context.ts'
import type { AuditService } from '../audit/audit-service.ts'
import type { NotificationService } from '../notifications/notification-service.ts'
import type { PolicyService } from '../policy/policy-service.ts'
import { endSessionsAfterReissue, isSessionOpen } from '../sessions/session-service.ts'
import { openAccounts, type UserRecord } from '../users/account-service.ts'
import { visibleTo } from '../users/user-policy.ts'
import type { IdempotencyService, KeyedRequest } from './idempotency-service.ts'
import { refuseReissue } from './reissue-policy.ts'
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
  readonly db: Kysely<Tables>
  readonly clock: () => Date
  readonly newId: () => string
  readonly policy: PolicyService
  readonly idempotency: IdempotencyService
  readonly audit: AuditService
  readonly notifications: NotificationService
}

export type IssueTemporaryPassword = (order: IssueOrder) => Promise<{ receipt: ReissueReceipt; replayed: boolean }>

/**
 * The moment of reissue: one transaction with everything or nothing (R2). Key, verifier, the end of the sessions and of
 * the reissue before, audit, notices. Throws AppError when the decision has changed since it was first made (P16).
 */
export function createIssueTransaction(deps: IssueDependencies): IssueTemporaryPassword {
  const { db, clock, newId, policy, idempotency, audit, notifications } = deps

  const execute = async (
    tx: Kysely<Tables>,
    { request, target, verifier, passwordOrigin }: IssueOrder,
  ): Promise<ReissueReceipt> => {
    const { caller, input, origin } = request
    const [accounts, reissues, reissueId, at] = [openAccounts(tx), createReissueRepository(tx), newId(), clock()]
    const { memberId, userId } = target
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
      verification_id: null,
      note: input.note ?? null,
      used_at: null,
      superseded_at: null,
    })
    await accounts.setTemporaryPassword(memberId, userId, { verifier, expiresAt, reissueId }, at)
    await endSessionsAfterReissue(tx, target, at)
    const details = { reissueId, origin: passwordOrigin, expiresAt: expiresAt.toISOString() }
    await audit.append(tx, { action: 'reissue_password', outcome: 'done', actor: caller, target, origin, details })
    const administratorIds = (await accounts.listActiveAdministrators(memberId)).map(
      (administrator) => administrator.userId,
    )
    await notifications.queueReissueNotices(tx, {
      memberId,
      userId,
      reissueId,
      issuerUserId: caller.userId,
      administratorIds,
      at,
    })
    return {
      reissueId,
      userId,
      loginId: target.loginId,
      issuedAt: at.toISOString(),
      expiresAt: expiresAt.toISOString(),
      issuedBy: { userId: caller.userId, loginId: caller.loginId, userName: caller.userName },
      origin: passwordOrigin,
    }
  }

  /** Decides again on the locked row: role and state of either side may have changed since, or the operator’s session ended. */
  const lockAndDecide = async (
    tx: Kysely<Tables>,
    { request: { caller, input }, target }: IssueOrder,
  ): Promise<UserRecord> => {
    const accounts = openAccounts(tx)
    await accounts.lockUser(target.memberId, target.userId)
    const actor = await accounts.findUser({ memberId: caller.memberId }, caller.userId)
    if (!(await isSessionOpen(tx, caller)) || actor?.state !== 'active') throw new AppError('session_ended')
    const locked = await accounts.findUser(visibleTo(actor), target.userId)
    if (!locked) throw new AppError('not_found')
    const refusal = refuseReissue(actor, locked, await policy.readRules(tx), input)
    if (refusal) throw new AppError(refusal.code)
    return locked
  }

  return (order) =>
    db.transaction().execute(async (tx) => {
      const { keyed } = order
      if (!(await idempotency.claim(tx, keyed, clock()))) {
        const answered = await idempotency.findAnswer(tx, keyed, clock())
        if (!answered) throw new AppError('conflict')
        return { receipt: answered, replayed: true }
      }
      const target = await lockAndDecide(tx, order)
      const receipt = await execute(tx, { ...order, target })
      await idempotency.storeAnswer(tx, keyed, receipt)
      return { receipt, replayed: false }
    })
}
