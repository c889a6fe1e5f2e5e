import type { Kysely } from 'kysely'
import type { Role } from '../../../src-shared/domain/roles.ts'
import type { Tables } from '../../database/tables.ts'
import type { Write } from '../../database/write-together.ts'
import { createOutboxRepository, type QueuedNotice } from './outbox-repository.ts'

export interface ReissueNotice {
  readonly memberId: string
  readonly userId: string
  readonly userRole: Role
  readonly reissueId: string
  readonly issuerUserId: string
  readonly administratorIds: readonly string[]
  /** Whether the policy names a security contact. */
  readonly hasSecurityContact: boolean
  readonly at: Date
}

export interface VerificationAlert {
  readonly kind: 'verification_failed' | 'suspicious_call' | 'repeated_failures'
  readonly memberId: string
  /** For whom somebody called; of several calls the latest. */
  readonly userId: string
  readonly verificationId: string
  /** The member’s active administrators. */
  readonly administratorIds: readonly string[]
  /** Whether the policy names a security contact. */
  readonly hasSecurityContact: boolean
  readonly at: Date
}

export interface NotificationService {
  /**
   * Queues a notice for the user, for the member’s other administrators and, when it concerns an administrator, for the
   * security contact, as a part of the reissue’s statement (P8).
   */
  queueReissueNotices(db: Kysely<Tables>, notice: ReissueNotice): Write
  /** Queues a warning for the member’s administrators and the security contact, in the transaction of its cause. */
  queueVerificationAlert(db: Kysely<Tables>, alert: VerificationAlert): Promise<void>
}

export function createNotificationService(newId: () => string): NotificationService {
  /** One row each; null is the security contact. */
  const queue = (db: Kysely<Tables>, event: QueuedNotice, recipientIds: ReadonlySet<string | null>): Write =>
    createOutboxRepository(db).insert(
      event,
      [...recipientIds].map((userId) => ({ notificationId: newId(), userId })),
    )

  return {
    queueReissueNotices: (db, { memberId, userId, userRole, reissueId, issuerUserId, at, ...told }) => {
      const isForContact = told.hasSecurityContact && userRole === 'administrator'
      const administratorIds = told.administratorIds.filter((id) => id !== issuerUserId)
      const recipients = new Set([userId, ...administratorIds, ...(isForContact ? [null] : [])])
      const event = { kind: 'password_reissued', reissueId, verificationId: null } as const
      return queue(db, { ...event, memberId, subjectUserId: userId, queuedAt: at }, recipients)
    },

    queueVerificationAlert: async (db, { kind, memberId, userId, verificationId, at, ...told }) => {
      const recipients = new Set([...told.administratorIds, ...(told.hasSecurityContact ? [null] : [])])
      if (recipients.size === 0) return
      const event = { kind, reissueId: null, verificationId }
      await queue(db, { ...event, memberId, subjectUserId: userId, queuedAt: at }, recipients).execute()
    },
  }
}
