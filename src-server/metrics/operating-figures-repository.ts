import { sql, type Kysely } from 'kysely'
import type { Tables } from '../database/tables.ts'

/** What only the database knows. Counts, and nothing about anybody. */
export interface OperatingFigures {
  readonly unsentNotices: number
  readonly oldestUnsentAt: Date | null
  readonly givenUpNotices: number
  readonly openSessions: number
  readonly auditHead: number
}

/** One statement, on indexes, since it is asked every few seconds. */
export async function readOperatingFigures(db: Kysely<Tables>, now: Date): Promise<OperatingFigures> {
  const { rows } = await sql<OperatingFigures>`
    select
      waiting.count as "unsentNotices",
      waiting.oldest as "oldestUnsentAt",
      (select count(*) from notification_outbox where failed_at is not null) as "givenUpNotices",
      (select count(*) from sessions where ended_at is null and expires_at > ${now}) as "openSessions",
      (select seq from audit_head) as "auditHead"
    from (
      select count(*) as count, min(queued_at) as oldest
      from notification_outbox where sent_at is null and failed_at is null) as waiting`.execute(db)
  const [figures] = rows
  if (!figures) throw new TypeError('a select without a table gave no row')
  return figures
}
