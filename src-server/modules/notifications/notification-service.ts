import type { Kysely } from 'kysely'
import type { Tables } from '../../database/tables.ts'
import { createOutboxRepository } from './outbox-repository.ts'

export interface ReissueNotice {
  readonly memberId: string
  readonly userId: string
  readonly reissueId: string
  readonly issuerUserId: string
  readonly administratorIds: readonly string[]
  readonly at: Date
}

export interface NotificationService {
  /** Queues a notice for the user and for the member’s other administrators, in the transaction of the reissue (P8). */
  queueReissueNotices(db: Kysely<Tables>, notice: ReissueNotice): Promise<void>
}

export function createNotificationService(newId: () => string): NotificationService {
  return {
    queueReissueNotices: (db, { memberId, userId, reissueId, issuerUserId, administratorIds, at }) => {
      const recipients = new Set([userId, ...administratorIds.filter((id) => id !== issuerUserId)])
      const notices = [...recipients].map((recipientUserId) => ({
        notificationId: newId(),
        memberId,
        recipientUserId,
        reissueId,
        queuedAt: at,
      }))
      return createOutboxRepository(db).insert(notices)
    },
  }
}
