import type { HandoverKind } from '../../../src-shared/api/handover-kinds.ts'
import type { ReissueRecord } from '../../../src-shared/api/reissues.ts'
import type { ScopedDatabases } from '../../database/scoped-databases.ts'
import type { Caller, RequestOrigin } from '../../plugins/request-context.ts'
import type { AuditService } from '../audit/audit-service.ts'
import { visibleTo } from '../users/user-policy.ts'
import { createHandoverRepository } from './handover-repository.ts'
import { createHistoryRepository } from './history-repository.ts'
import { describeReissue } from './history-service.ts'
import type { Attempt, RefusalService } from './refusal-service.ts'

export interface HandoverDependencies {
  readonly databases: ScopedDatabases
  readonly clock: () => Date
  readonly audit: AuditService
  readonly refusals: RefusalService
}

export interface HandoverService {
  /**
   * Notes how a temporary password was handed over, with its event (P21); the same way again changes nothing. Throws AppError
   * `not_found` for an entry that the caller may not see, `forbidden_role` for one that somebody else issued.
   */
  recordHandover(
    caller: Caller,
    handover: { readonly reissueId: string; readonly kind: HandoverKind },
    origin: RequestOrigin,
  ): Promise<ReissueRecord>
}

export function createHandoverService(deps: HandoverDependencies): HandoverService {
  const { databases, clock, audit, refusals } = deps
  return {
    async recordHandover(caller, { reissueId, kind }, origin) {
      const attempt: Attempt = { action: 'record_handover', caller, origin }
      const db = databases.of(caller)
      const entry = await createHistoryRepository(db).find(visibleTo(caller), reissueId)
      if (!entry) return refusals.refuse(attempt, { code: 'not_found' })
      const details = { reissueId, kind }
      if (entry.issuerUserId !== caller.userId)
        return refusals.refuse({ ...attempt, target: entry, details }, { code: 'forbidden_role' })
      if (entry.handovers?.some(([noted]) => noted === kind)) return describeReissue(entry, clock())

      return db.transaction().execute(async (tx) => {
        const at = clock()
        const isNew = await createHandoverRepository(tx).insert({ memberId: entry.memberId, reissueId, kind }, at)
        const noted = (await createHistoryRepository(tx).find(visibleTo(caller), reissueId)) ?? entry
        // Last, since everybody else’s events wait for it until the transaction has ended (decision 0010).
        const event = {
          action: attempt.action,
          outcome: 'done',
          actor: caller,
          target: entry,
          origin,
          details,
        } as const
        if (isNew) await audit.append(tx, event)
        return describeReissue(noted, at)
      })
    },
  }
}
