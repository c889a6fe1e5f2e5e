import { sql, type Kysely } from 'kysely'
import type { Tables } from '../database/tables.ts'

/** What only the database knows. Counts, and nothing about anybody. */
export interface OperatingFigures {
  readonly unsentNotices: number
  readonly oldestUnsentAt: Date | null
  readonly givenUpNotices: number
  readonly openSessions: number
  readonly auditHead: number
  /** By directory and member; none where there are no directories. */
  readonly mirrors: readonly MirrorFigures[]
  /** Since when a temporary password should have been ended, or cleared up, that is not; of the oldest. */
  readonly oldestExpireDueAt: string | null
  readonly oldestSettleDueAt: string | null
  /** Reissues in directories that are begun and not concluded, and those that nobody could confirm. */
  readonly openIntents: number
  readonly unconfirmedIntents: number
}

export interface MirrorFigures {
  readonly directory: string
  readonly memberId: string
  readonly succeededAt: string | null
  readonly failures: number
  readonly collisions: number
}

/** One statement, on indexes, since it is asked every few seconds. */
export async function readOperatingFigures(db: Kysely<Tables>, now: Date): Promise<OperatingFigures> {
  const { rows } = await sql<OperatingFigures>`
    select
      waiting.count as "unsentNotices",
      waiting.oldest as "oldestUnsentAt",
      (select count(*) from notification_outbox where failed_at is not null) as "givenUpNotices",
      (select count(*) from sessions where ended_at is null and expires_at > ${now}) as "openSessions",
      (select seq from audit_head) as "auditHead",
      (select coalesce(json_agg(json_build_object('directory', directory, 'memberId', member_id,
        'succeededAt', succeeded_at, 'failures', failures, 'collisions', collisions) order by directory, member_id), '[]')
        from directory_sync) as "mirrors",
      (select to_json(min(due_at)) from directory_duties
        where done_at is null and kind = 'expire' and due_at <= ${now}) as "oldestExpireDueAt",
      (select to_json(min(u.directory_read_at)) from directory_duties d
        join users u on u.member_id = d.member_id and u.user_id = d.user_id
        where d.done_at is null and d.kind = 'settle' and u.directory_password_state = 'active') as "oldestSettleDueAt",
      (select count(*) from reissue_intents where status = 'requested') as "openIntents",
      (select count(*) from reissue_intents where status = 'unconfirmed') as "unconfirmedIntents"
    from (
      select count(*) as count, min(queued_at) as oldest
      from notification_outbox where sent_at is null and failed_at is null) as waiting`.execute(db)
  const [figures] = rows
  if (!figures) throw new TypeError('a select without a table gave no row')
  return figures
}
