import { sql, type Kysely } from 'kysely'
import type { Tables } from '../../database/tables.ts'
import { endedBadlySince } from './failure-condition.ts'
import { MEMBER_ALERT_PAUSE_MS, MEMBER_FAILURES_TOLD } from './verification-policy.ts'
import { failuresSince } from './verification-record-service.ts'

/** A member at which verifications go wrong again and again, by the latest of them. */
export interface MemberFailures {
  readonly memberId: string
  readonly userId: string
  readonly verificationId: string
  readonly endedAt: Date
}

/** Failures of verifications by member, whoever they were for and whoever took the calls (H3). */
export function createMemberFailureRepository(db: Kysely<Tables>) {
  return {
    /**
     * Members with so many failures lately that somebody has to be told, and with one since they were told last; a member
     * that was told within the hour has to wait.
     */
    listDue: async (at: Date): Promise<MemberFailures[]> => {
      const { rows } = await sql<MemberFailures>`
        with bad as (
          select v.member_id, v.user_id, v.verification_id, coalesce(v.concluded_at, v.expires_at) as ended_at,
            count(*) over of_member as failures, row_number() over (of_member order by coalesce(v.concluded_at, v.expires_at) desc) as place
          from verifications v where ${endedBadlySince('v', failuresSince(at), at)}
          window of_member as (partition by v.member_id))
        select bad.member_id as "memberId", bad.user_id as "userId", bad.verification_id as "verificationId",
          bad.ended_at as "endedAt"
        from bad join members m on m.member_id = bad.member_id
        where bad.place = 1 and bad.failures >= ${MEMBER_FAILURES_TOLD} and ${isDue(sql`bad.ended_at`, at)}
        order by bad.member_id`.execute(db)
      return rows
    },

    /** Notes that a member is told now: true for whoever comes first of several processes. */
    markTold: async ({ memberId, endedAt }: MemberFailures, at: Date): Promise<boolean> => {
      const { rows } = await sql`
        update members m set failures_alerted_at = ${at}
        where m.member_id = ${memberId} and ${isDue(sql`${endedAt}::timestamptz`, at)}
        returning m.member_id`.execute(db)
      return rows.length > 0
    },
  }
}

/** A clock that went back behind the last alert is no reason to stay silent. */
const isDue = (endedAt: ReturnType<typeof sql>, at: Date) => sql`(m.failures_alerted_at is null
  or m.failures_alerted_at > ${at}
  or (m.failures_alerted_at < ${endedAt} and m.failures_alerted_at <= ${new Date(at.getTime() - MEMBER_ALERT_PAUSE_MS)}))`
