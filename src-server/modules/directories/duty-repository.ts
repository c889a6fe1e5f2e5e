import { sql, type Insertable, type Kysely } from 'kysely'
import type { Tables } from '../../database/tables.ts'
import type { Write } from '../../database/write-together.ts'

export interface ClaimedDuty {
  readonly memberId: string
  readonly reissueId: string
  readonly kind: 'expire' | 'settle'
  readonly userId: string
  readonly version: string
  readonly dueAt: Date
  readonly attempts: number
  readonly directory: string | null
  readonly accountId: string | null
}

/** What is left to be done in directories. */
export const createDutyRepository = (db: Kysely<Tables>) => ({
  insert: (rows: readonly Insertable<Tables['directory_duties']>[]): Write =>
    db.insertInto('directory_duties').values([...rows]),

  /** Takes what is due, for so long; other processes take other duties. `db` is the server’s. */
  claimDue: async (at: Date, claimedUntil: Date, limit: number): Promise<ClaimedDuty[]> => {
    const { rows } = await sql<ClaimedDuty>`
      with due as (
        select member_id, reissue_id, kind from directory_duties
        where done_at is null and next_attempt_at <= ${at} and (claimed_until is null or claimed_until <= ${at})
        order by next_attempt_at limit ${limit} for update skip locked)
      update directory_duties d set claimed_until = ${claimedUntil}, attempts = attempts + 1
      from due, users u, members m
      where d.member_id = due.member_id and d.reissue_id = due.reissue_id and d.kind = due.kind
        and u.member_id = d.member_id and u.user_id = d.user_id and m.member_id = d.member_id
      returning d.member_id as "memberId", d.reissue_id as "reissueId", d.kind, d.user_id as "userId", d.version,
        d.due_at as "dueAt", d.attempts, m.directory, u.directory_account_id as "accountId"`.execute(db)
    return rows
  },

  finish: async ({ memberId, reissueId, kind }: DutyKey, outcome: string, at: Date): Promise<void> => {
    await db
      .updateTable('directory_duties')
      .set({ done_at: at, outcome, claimed_until: null })
      .where('member_id', '=', memberId)
      .where('reissue_id', '=', reissueId)
      .where('kind', '=', kind)
      .execute()
  },

  postpone: async ({ memberId, reissueId, kind }: DutyKey, outcome: string, until: Date): Promise<void> => {
    await db
      .updateTable('directory_duties')
      .set({ next_attempt_at: until, outcome, claimed_until: null })
      .where('member_id', '=', memberId)
      .where('reissue_id', '=', reissueId)
      .where('kind', '=', kind)
      .execute()
  },

  /** The user has chosen a password: what the reissue left behind can be cleared at once. */
  hasten: async (
    { memberId, userId }: { readonly memberId: string; readonly userId: string },
    at: Date,
  ): Promise<void> => {
    await db
      .updateTable('directory_duties')
      .set({ next_attempt_at: at })
      .where('member_id', '=', memberId)
      .where('user_id', '=', userId)
      .where('kind', '=', 'settle')
      .where('done_at', 'is', null)
      .execute()
  },
})

type DutyKey = Pick<ClaimedDuty, 'memberId' | 'reissueId' | 'kind'>
