import { z } from 'zod'
import type { RouteDefinition } from './route.ts'
import { historyConditions } from './reissues.ts'

const count = z.int().nonnegative()

/** Reissues of one day of the caller’s time zone, by what has become of them. Days without any are left out. */
export const reissueDaySchema = z
  .object({ day: z.iso.date(), pending: count, used: count, expired: count, superseded: count })
  .meta({ id: 'ReissueDay' })
export type ReissueDay = z.infer<typeof reissueDaySchema>

export const reissueStatisticsSchema = z
  .object({
    /** The IANA time zone of the caller’s member: the days are its days. */
    timeZone: z.string(),
    /** Oldest first; at most the latest 400 days. */
    days: z.array(reissueDaySchema),
  })
  .meta({ id: 'ReissueStatistics' })
export type ReissueStatistics = z.infer<typeof reissueStatisticsSchema>

export const statisticsRoutes = {
  readReissueStatistics: {
    method: 'GET',
    path: '/reissues/statistics',
    summary: 'Reissues per day and state, of what `listReissues` finds for the same conditions.',
    session: 'full',
    roles: ['administrator', 'helpdesk'],
    query: z.strictObject(historyConditions),
    success: { status: 200, body: reissueStatisticsSchema },
    errors: [],
  },
} as const satisfies Record<string, RouteDefinition>
export type StatisticsQuery = z.output<typeof statisticsRoutes.readReissueStatistics.query>
