import type { Kysely } from 'kysely'
import type { Tables } from '../../database/tables.ts'

export interface QueuedNotice {
  readonly notificationId: string
  readonly memberId: string
  readonly recipientUserId: string
  readonly reissueId: string
  readonly queuedAt: Date
}

/** Notices that wait for the mailer. They name a reissue and never hold a password. */
export const createOutboxRepository = (db: Kysely<Tables>) => ({
  insert: async (notices: readonly QueuedNotice[]): Promise<void> => {
    const rows = notices.map((notice) => ({
      member_id: notice.memberId,
      notification_id: notice.notificationId,
      kind: 'password_reissued' as const,
      recipient_user_id: notice.recipientUserId,
      reissue_id: notice.reissueId,
      queued_at: notice.queuedAt,
      sent_at: null,
    }))
    await db.insertInto('notification_outbox').values(rows).execute()
  },
})
