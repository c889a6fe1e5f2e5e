import { z } from 'zod'
import type { HistoryQuery, ReissuePage, ReissueRecord } from '../../../src-shared/api/reissues.ts'
import type { ReissueStatistics, StatisticsQuery } from '../../../src-shared/api/reissue-statistics.ts'
import { instantSchema } from '../../../src-shared/domain/instant-schema.ts'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { ScopedDatabases } from '../../database/scoped-databases.ts'
import type { Caller } from '../../plugins/request-context.ts'
import type { CursorBinding, ListCursors } from '../../security/list-cursor.ts'
import { visibleTo } from '../users/user-policy.ts'
import { orderHandovers } from './handover-repository.ts'
import type { HistoryFilter } from './history-condition.ts'
import { createHistoryRepository, type HistoryRow } from './history-repository.ts'
import { deriveReissueState } from './reissue-state-policy.ts'
import { createReissueStatisticsRepository } from './reissue-statistics-repository.ts'

export interface HistoryService {
  /** A page of what the caller may see, newest first. */
  listReissues(caller: Caller, query: HistoryQuery): Promise<ReissuePage>
  /** Throws AppError `not_found` for an entry of a member that the caller may not see. */
  readReissue(caller: Caller, reissueId: string): Promise<ReissueRecord>
  /** How many there are of what `listReissues` finds, by day of the caller’s member and by state at this moment. */
  readStatistics(caller: Caller, query: StatisticsQuery): Promise<ReissueStatistics>
}

const positionSchema = z.strictObject({ issuedAt: instantSchema, reissueId: z.string() })
/** In the order in which a cursor is bound to them. */
const conditions = ['since', 'until', 'memberId', 'member', 'issuedBy', 'query', 'state'] as const

export function createHistoryService(
  databases: ScopedDatabases,
  cursors: ListCursors,
  clock: () => Date,
): HistoryService {
  const openHistory = (caller: Caller) => createHistoryRepository(databases.of(caller))
  return {
    async listReissues(caller, { cursor, limit, ...asked }) {
      const query = conditions.map((name) => asked[name])
      const binding: CursorBinding = { callerId: caller.userId, list: 'reissues', query }
      const position = cursor === undefined ? undefined : cursors.open(binding, cursor, positionSchema)
      const [history, at] = [openHistory(caller), clock()]
      const after = position && { issuedAt: new Date(position.issuedAt), reissueId: position.reissueId }
      // One row more than asked for tells whether there is another page.
      const { rows, total } = await history.list(filterOf(caller, asked), at, limit + 1, after)
      const shown = rows.slice(0, limit)
      const last = rows.length > limit ? shown.at(-1) : undefined
      return {
        items: shown.map((row) => describeReissue(row, at)),
        total,
        nextCursor: last
          ? cursors.seal(binding, { issuedAt: last.issuedAt.toISOString(), reissueId: last.reissueId })
          : null,
      }
    },

    async readReissue(caller, reissueId) {
      const row = await openHistory(caller).find(visibleTo(caller), reissueId)
      if (!row) throw new AppError('not_found')
      return describeReissue(row, clock())
    },

    async readStatistics(caller, asked) {
      const { timeZone } = caller
      const statistics = createReissueStatisticsRepository(databases.of(caller))
      return { timeZone, days: await statistics.countByDay(filterOf(caller, asked), timeZone, clock()) }
    },
  }
}

const filterOf = (caller: Caller, asked: StatisticsQuery): HistoryFilter => ({
  ...asked,
  scope: visibleTo(caller),
  since: toDate(asked.since),
  until: toDate(asked.until),
})

const toDate = (instant: string | undefined): Date | undefined =>
  instant === undefined ? undefined : new Date(instant)

/** An entry as the contract shows it, with what has become of it by `at`. */
export const describeReissue = (row: HistoryRow, at: Date): ReissueRecord => ({
  reissueId: row.reissueId,
  userId: row.userId,
  loginId: row.loginId,
  userName: row.userName,
  memberId: row.memberId,
  memberName: row.memberName,
  timeZone: row.timeZone,
  issuedAt: row.issuedAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
  issuedBy: { userId: row.issuerUserId, loginId: row.issuerLoginId, userName: row.issuerUserName },
  origin: row.origin,
  handovers: orderHandovers(row.handovers ?? []),
  state: deriveReissueState(row, at),
  ...(row.verificationId === null ? {} : { verificationId: row.verificationId }),
  ...(row.usedAt === null ? {} : { usedAt: row.usedAt.toISOString() }),
  ...(row.supersededAt === null ? {} : { supersededAt: row.supersededAt.toISOString() }),
  ...(row.note === null ? {} : { note: row.note }),
})
