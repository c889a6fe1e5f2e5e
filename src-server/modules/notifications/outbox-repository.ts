import { sql, type Kysely } from 'kysely'
import type { Role } from '../../../src-shared/domain/roles.ts'
import type { UserState } from '../../../src-shared/api/users.ts'
import type { Tables } from '../../database/tables.ts'
import { keepWrite, type Write } from '../../database/write-together.ts'

export type NoticeKind = Tables['notification_outbox']['kind']

export interface QueuedNotice {
  readonly memberId: string
  readonly kind: NoticeKind
  readonly subjectUserId: string
  readonly reissueId: string | null
  readonly verificationId: string | null
  readonly queuedAt: Date
}

export interface NoticeRecipient {
  readonly notificationId: string
  /** Null: the security contact of the deployment. */
  readonly userId: string | null
}

/** A notice that one mailer holds until `claimedUntil`. */
export interface ClaimedNotice {
  readonly memberId: string
  readonly notificationId: string
  readonly queuedAt: Date
  /** Counting the one that begins. */
  readonly attempts: number
  readonly claimedUntil: Date
}

/** Everything that a mail says, as it is now: addresses and names may have been corrected since. */
export interface NoticeFacts {
  readonly kind: NoticeKind
  readonly queuedAt: Date
  readonly timeZone: string
  readonly memberName: string
  readonly subjectUserId: string
  readonly subjectUserName: string
  readonly subjectLoginId: string
  readonly actorUserName: string | null
  readonly actorMemberName: string | null
  /** Null: the security contact. */
  readonly recipientUserId: string | null
  readonly recipientRole: Role | null
  readonly recipientState: UserState | null
  readonly recipientEmail: string | null
  readonly securityContactEmail: string | null
}

/** Notices that wait for the mailer. They name what happened and never hold a password. */
export function createOutboxRepository(db: Kysely<Tables>) {
  const updateHeld = (claim: ClaimedNotice) =>
    db
      .updateTable('notification_outbox')
      .where('member_id', '=', claim.memberId)
      .where('notification_id', '=', claim.notificationId)
      .where('sent_at', 'is', null)
      .where('claimed_until', '=', claim.claimedUntil)

  return {
    /** One event for everybody who is told of it. The same text for one and for many, so that it can be kept prepared. */
    insert: (notice: QueuedNotice, recipients: readonly NoticeRecipient[]): Write =>
      insertNotices(db, {
        ...notice,
        notificationIds: recipients.map(({ notificationId }) => notificationId),
        userIds: recipients.map(({ userId }) => userId),
      }),

    /**
     * Takes up to `limit` notices that are due. Others skip what is being taken, and leave it alone until the lease is
     * over: several mailers work on one outbox, and none of them holds a transaction while it sends.
     */
    claimDue: async (at: Date, claimedUntil: Date, limit: number): Promise<ClaimedNotice[]> => {
      const { rows } = await sql<ClaimedNotice>`
        with due as materialized (
          select member_id, notification_id from notification_outbox
          where sent_at is null and failed_at is null and next_attempt_at <= ${at}
            and (claimed_until is null or claimed_until <= ${at})
          order by next_attempt_at limit ${limit} for update skip locked)
        update notification_outbox o set claimed_until = ${claimedUntil}, attempts = o.attempts + 1
        from due where o.member_id = due.member_id and o.notification_id = due.notification_id
        returning o.member_id as "memberId", o.notification_id as "notificationId", o.queued_at as "queuedAt", o.attempts,
          o.claimed_until as "claimedUntil"`.execute(db)
      return rows
    },

    readFacts: ({ memberId, notificationId }: ClaimedNotice): Promise<NoticeFacts | undefined> =>
      selectFacts(db)
        .where('o.member_id', '=', memberId)
        .where('o.notification_id', '=', notificationId)
        .executeTakeFirst(),

    markSent: async ({ memberId, notificationId }: ClaimedNotice, at: Date): Promise<void> => {
      await db
        .updateTable('notification_outbox')
        .set({ sent_at: at, claimed_until: null, failed_at: null, last_failure: null })
        .where('member_id', '=', memberId)
        .where('notification_id', '=', notificationId)
        .execute()
    },

    /** Nothing changes when the lease ran out and another mailer took the notice; likewise for `giveUp`. */
    scheduleRetry: async (claim: ClaimedNotice, nextAttemptAt: Date, failure: string): Promise<void> => {
      await updateHeld(claim)
        .set({ next_attempt_at: nextAttemptAt, claimed_until: null, last_failure: failure })
        .execute()
    },

    giveUp: async (claim: ClaimedNotice, at: Date, failure: string): Promise<void> => {
      await updateHeld(claim).set({ failed_at: at, claimed_until: null, last_failure: failure }).execute()
    },
  }
}

const insertedColumns = [
  'member_id',
  'notification_id',
  'kind',
  'recipient_user_id',
  'subject_user_id',
  'reissue_id',
  'verification_id',
  'queued_at',
  'next_attempt_at',
] as const

interface NoticeValues extends QueuedNotice {
  readonly notificationIds: readonly string[]
  /** In the same order. */
  readonly userIds: readonly (string | null)[]
}

const insertNotices = keepWrite<NoticeValues>((db, value) =>
  db.insertInto('notification_outbox').columns(insertedColumns)
    .expression(sql`select ${value('memberId')}::text, told.notification_id, ${value('kind')}::text, told.user_id,
      ${value('subjectUserId')}::text, ${value('reissueId')}::uuid, ${value('verificationId')}::uuid,
      ${value('queuedAt')}::timestamptz, ${value('queuedAt')}::timestamptz
      from unnest(${value('notificationIds')}::uuid[], ${value('userIds')}::text[]) as told(notification_id, user_id)`),
)

const selectFacts = (db: Kysely<Tables>) =>
  db
    .selectFrom('notification_outbox as o')
    .innerJoin('members', 'members.member_id', 'o.member_id')
    .innerJoin('users as subject', (join) =>
      join.onRef('subject.member_id', '=', 'o.member_id').onRef('subject.user_id', '=', 'o.subject_user_id'),
    )
    .leftJoin('users as recipient', (join) =>
      join.onRef('recipient.member_id', '=', 'o.member_id').onRef('recipient.user_id', '=', 'o.recipient_user_id'),
    )
    .leftJoin('reissues', (join) =>
      join.onRef('reissues.member_id', '=', 'o.member_id').onRef('reissues.reissue_id', '=', 'o.reissue_id'),
    )
    .leftJoin('verifications', (join) =>
      join
        .onRef('verifications.member_id', '=', 'o.member_id')
        .onRef('verifications.verification_id', '=', 'o.verification_id'),
    )
    .leftJoin('users as actor', (join) =>
      join.on((on) =>
        on('actor.user_id', '=', on.fn.coalesce('reissues.issued_by_user_id', 'verifications.operator_user_id')),
      ),
    )
    .leftJoin('members as actor_member', 'actor_member.member_id', 'actor.member_id')
    .innerJoin('policy', (join) => join.onTrue())
    .select([
      'o.kind',
      'o.queued_at as queuedAt',
      'members.time_zone as timeZone',
      'members.member_name as memberName',
      'subject.user_id as subjectUserId',
      'subject.user_name as subjectUserName',
      'subject.login_id as subjectLoginId',
      'actor.user_name as actorUserName',
      'actor_member.member_name as actorMemberName',
      'o.recipient_user_id as recipientUserId',
      'recipient.role as recipientRole',
      'recipient.state as recipientState',
      'recipient.email as recipientEmail',
      'policy.security_contact_email as securityContactEmail',
    ])
