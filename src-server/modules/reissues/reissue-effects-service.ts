import type { Kysely } from 'kysely'
import type { ReissueReceipt } from '../../../src-shared/api/reissues.ts'
import type { Tables } from '../../database/tables.ts'
import type { Write } from '../../database/write-together.ts'
import type { RequestOrigin } from '../../plugins/request-context.ts'
import type { AuditedUser, AuditEvent, AuditService } from '../audit/audit-service.ts'
import type { NotificationService } from '../notifications/notification-service.ts'
import { endSessionsAfterReissue } from '../sessions/session-service.ts'
import type { ThrottleService } from '../throttling/throttle-service.ts'
import type { IdempotencyService, KeyedRequest } from './idempotency-service.ts'
import type { TargetRecord } from './reissue-facts-repository.ts'
import { createReissueRepository } from './reissue-repository.ts'

/** A reissue that is decided, with everything that it leaves behind. */
export interface DecidedReissue {
  readonly reissueId: string
  readonly keyed: Pick<KeyedRequest, 'operatorUserId' | 'key'>
  readonly target: TargetRecord
  readonly issuer: AuditedUser & { readonly loginId: string; readonly userName: string }
  readonly issuedAt: Date
  readonly expiresAt: Date
  readonly passwordOrigin: 'generated' | 'edited'
  readonly verificationId: string | null
  readonly note: string | null
  /** When it was overtaken already as it was recorded; otherwise null. */
  readonly supersededAt: Date | null
  readonly administratorIds: readonly string[]
  /** Whether the policy names a security contact. */
  readonly hasSecurityContact: boolean
  readonly origin: RequestOrigin
  /** What the audit says besides. */
  readonly details?: AuditEvent['details']
}

export interface ReissueEffectsDependencies {
  readonly idempotency: IdempotencyService
  readonly audit: AuditService
  readonly notifications: NotificationService
  readonly throttles: ThrottleService
}

/**
 * Writes down a reissue with all that belongs to it, in one statement that ends the transaction: `passwordWrites`, which
 * change what the password is checked against, the end of the sessions and of the reissue before, the notices, the answer
 * under the key, the audit. Gives that answer.
 */
export type RecordReissue = (
  tx: Kysely<Tables>,
  reissue: DecidedReissue,
  passwordWrites: readonly Write[],
  at: Date,
) => Promise<ReissueReceipt>

export function createReissueEffects(deps: ReissueEffectsDependencies): RecordReissue {
  const { idempotency, audit, notifications, throttles } = deps
  return async (tx, reissue, passwordWrites, at) => {
    const { reissueId, keyed, target, issuer, administratorIds, hasSecurityContact, passwordOrigin, origin } = reissue
    const { memberId, userId } = target
    const reissues = createReissueRepository(tx)
    const receipt = describeReceipt(reissue)
    const notice = { memberId, userId, userRole: target.role, reissueId, issuerUserId: issuer.userId, at }
    const writes = [
      reissues.supersedePending(memberId, userId, at),
      reissues.insert({
        member_id: memberId,
        reissue_id: reissueId,
        user_id: userId,
        issued_by_member_id: issuer.memberId,
        issued_by_user_id: issuer.userId,
        issued_at: reissue.issuedAt,
        expires_at: reissue.expiresAt,
        origin: passwordOrigin,
        verification_id: reissue.verificationId,
        note: reissue.note,
        used_at: null,
        superseded_at: reissue.supersededAt,
      }),
      ...passwordWrites,
      endSessionsAfterReissue(tx, target, at),
      // Guesses at the old password say nothing about the new one, and its owner must get in (P11).
      throttles.liftAccount(tx, target.loginIdKey),
      notifications.queueReissueNotices(tx, { ...notice, administratorIds, hasSecurityContact }),
      idempotency.storeAnswer(tx, keyed, receipt),
    ]
    const details = {
      ...reissue.details,
      reissueId,
      origin: passwordOrigin,
      expiresAt: receipt.expiresAt,
      ...proofOf(reissue),
    }
    const event = { action: 'reissue_password', outcome: 'done', actor: issuer, target, origin, details } as const
    await audit.appendAndCommit(tx, writes, event)
    return receipt
  }
}

const proofOf = ({ verificationId }: DecidedReissue) => (verificationId === null ? {} : { verificationId })

/** The answer to who asked; the same whenever it is put together. */
export function describeReceipt(reissue: DecidedReissue): ReissueReceipt {
  const { reissueId, target, issuer, issuedAt, expiresAt, passwordOrigin } = reissue
  return {
    reissueId,
    userId: target.userId,
    loginId: target.loginId,
    issuedAt: issuedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    issuedBy: { userId: issuer.userId, loginId: issuer.loginId, userName: issuer.userName },
    origin: passwordOrigin,
    ...proofOf(reissue),
  }
}
