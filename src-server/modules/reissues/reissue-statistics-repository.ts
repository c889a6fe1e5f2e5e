import { sql, type Kysely } from 'kysely'
import type { ReissueState } from '../../../src-shared/api/reissue-states.ts'
import type { ReissueDay } from '../../../src-shared/api/reissue-statistics.ts'
import type { Tables } from '../../database/tables.ts'
import { isInState, narrowEntries, type HistoryFilter } from './history-condition.ts'

/** More than a year, so that a day can be compared with the same one a year before. */
const DAYS_LIMIT = 400

export const createReissueStatisticsRepository = (db: Kysely<Tables>) => ({
  /** What the conditions find, counted by day in `timeZone` (IANA) and by state at `at`; the latest 400 days, oldest first. */
  countByDay: async (filter: HistoryFilter, timeZone: string, at: Date): Promise<ReissueDay[]> => {
    const days = narrowEntries(db.selectFrom('reissues'), filter, at)
      .select(sql`(reissues.issued_at at time zone ${timeZone}::text)::date`.as('day'))
      .select(({ fn }) => {
        const count = (state: ReissueState) =>
          sql<number>`${fn.countAll().filterWhere((eb) => isInState(eb, state, at))}::int`.as(state)
        return [count('pending'), count('used'), count('expired'), count('superseded')]
      })
      .groupBy(sql`1`)
      .orderBy(sql`1`, 'desc')
      .limit(DAYS_LIMIT)
    return await db
      .selectFrom(days.as('days'))
      // Written out for each day and not for each entry, which would take half of the time.
      .select(sql<string>`to_char(days.day, 'YYYY-MM-DD')`.as('day'))
      .select(['days.pending', 'days.used', 'days.expired', 'days.superseded'])
      .orderBy('days.day')
      .execute()
  },
})
