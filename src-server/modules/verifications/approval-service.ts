import type { Kysely } from 'kysely'
import type { Verification } from '../../../src-shared/api/verifications.ts'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { Tables } from '../../database/tables.ts'
import type { Caller } from '../../plugins/request-context.ts'
import type { AuditService } from '../audit/audit-service.ts'
import type { PolicyService } from '../policy/policy-service.ts'
import type { Attempt, RefusalService } from '../reissues/refusal-service.ts'
import { isSessionOpen } from '../sessions/session-service.ts'
import { needsReauthentication } from '../sessions/step-up-policy.ts'
import { openAccounts } from '../users/account-service.ts'
import type { VerificationListService } from './verification-list-service.ts'
import { refuseDecision } from './verification-policy.ts'
import { assessRisk } from './verification-record-service.ts'
import { createVerificationRepository, type VerificationRow } from './verification-repository.ts'
import type { Step } from './verification-service.ts'

export interface ApprovalDependencies {
  readonly db: Kysely<Tables>
  readonly clock: () => Date
  readonly audit: AuditService
  readonly policy: PolicyService
  readonly refusals: RefusalService
  readonly lists: VerificationListService
}

export interface ApprovalService {
  /** A second operator’s word on a pass (H2): once, by nobody who verified themself, as long as the pass can be used. */
  decide(step: Step, decision: Decision): Promise<Verification>
}

export type Decision = 'approve' | 'refuse'

export function createApprovalService(deps: ApprovalDependencies): ApprovalService {
  const { db, clock, audit, policy, refusals, lists } = deps

  /** On the locked row: of two who decide at the same time the second finds the first one’s decision. */
  const lockAndJudge = async (tx: Kysely<Tables>, { caller, verificationId }: Step, decision: Decision, at: Date) => {
    const row = await createVerificationRepository(tx).lock(verificationId)
    if (!row) throw new AppError('not_found')
    await requireSecondPerson(tx, caller, row)
    const target = await openAccounts(tx).findUser({ memberId: row.memberId }, row.userId)
    if (!target) throw new AppError('not_found')
    const rules = await policy.readRules(tx)
    const code = refuseDecision(row, await assessRisk(tx, target, rules, at), at)
    if (code) throw new AppError(code)
    // A refusal needs no password: it must be as quick as a suspicion (P14).
    if (decision === 'approve' && needsReauthentication(caller, rules, at)) throw new AppError('reauth_required')
    return row
  }

  return {
    async decide(step, decision) {
      const { caller, origin, verificationId } = step
      const attempt: Attempt = { action: 'decide_verification', caller, origin }
      const found = await createVerificationRepository(db).find(verificationId)
      if (!found) return refusals.refuse(attempt, { code: 'not_found' })
      const details = { verificationId, decision }
      return refusals.attempt({ ...attempt, target: found, details }, async (tx) => {
        const at = clock()
        const row = await lockAndJudge(tx, step, decision, at)
        const decided = decision === 'approve' ? 'approved' : 'refused'
        await createVerificationRepository(tx).decide(row, decided, caller, at)
        const verification = await lists.readVerification(verificationId, tx)
        const event = { action: attempt.action, outcome: 'done', actor: caller, target: row, origin } as const
        await audit.append(tx, { ...event, details })
        return verification
      })
    },
  }
}

/** Somebody else, who still is an active helpdesk operator at this moment (P16). */
async function requireSecondPerson(tx: Kysely<Tables>, caller: Caller, row: VerificationRow): Promise<void> {
  const actor = await openAccounts(tx).findUser({ memberId: caller.memberId }, caller.userId)
  if (!(await isSessionOpen(tx, caller)) || actor?.state !== 'active') throw new AppError('session_ended')
  if (actor.role !== 'helpdesk' || actor.userId === row.operatorUserId) throw new AppError('forbidden_role')
}
