import { z } from 'zod'
import type { HistoryQuery, ReissuePage, ReissueRecord } from '../../../src-shared/api/reissues.ts'
import { instantSchema } from '../../../src-shared/domain/instant-schema.ts'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { ScopedDatabases } from '../../database/scoped-databases.ts'
import type { Caller } from '../../plugins/request-context.ts'
import type { CursorBinding, ListCursors } from '../../security/list-cursor.ts'
import { visibleTo } from '../users/user-policy.ts'
import { createHistoryRepository, type HistoryRow } from './history-repository.ts'
import { deriveReissueState } from './reissue-state-policy.ts'

export interface HistoryService {
  /** A page of what the caller may see, newest first. */
  listReissues(caller: Caller, query: HistoryQuery): Promise<ReissuePage>
  /** Throws AppError `not_found` for an entry of a member that the caller may not see. */
  readReissue(caller: Caller, reissueId: string): Promise<ReissueRecord>
}

const positionSchema = z.strictObject({ issuedAt: instantSchema, reissueId: z.string() })

export function createHistoryService(
  databases: ScopedDatabases,
  cursors: ListCursors,
  clock: () => Date,
): HistoryService {
  const openHistory = (caller: Caller) => createHistoryRepository(databases.of(caller))
  return {
    async listReissues(caller, { cursor, limit, ...asked }) {
      const { since, until, memberId, query, state } = asked
      const binding: CursorBinding = {
        callerId: caller.userId,
        list: 'reissues',
        query: [since, until, memberId, query, state],
      }
      const position = cursor === undefined ? undefined : cursors.open(binding, cursor, positionSchema)
      const filter = { ...asked, scope: visibleTo(caller), since: toDate(since), until: toDate(until) }
      const [history, at] = [openHistory(caller), clock()]
      const after = position && { issuedAt: new Date(position.issuedAt), reissueId: position.reissueId }
      // One row more than asked for tells whether there is another page.
      const { rows, total } = await history.list(filter, at, limit + 1, after)
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
  }
}

const toDate = (instant: string | undefined): Date | undefined =>
  instant === undefined ? undefined : new Date(instant)

const describeReissue = (row: HistoryRow, at: Date): ReissueRecord => ({
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
  state: deriveReissueState(row, at),
  ...(row.verificationId === null ? {} : { verificationId: row.verificationId }),
  ...(row.usedAt === null ? {} : { usedAt: row.usedAt.toISOString() }),
  ...(row.note === null ? {} : { note: row.note }),
})
