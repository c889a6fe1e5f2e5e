import type { Kysely } from 'kysely'
import { decideReissue } from '../../../src-shared/domain/permissions.ts'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { Tables } from '../../database/tables.ts'
import type { Caller } from '../../plugins/request-context.ts'
import { rulesOf } from '../policy/rules.ts'
import type { PassClaim } from '../verifications/pass-service.ts'
import { createReissueFactsRepository, type TargetRecord } from './reissue-facts-repository.ts'

export interface Decision {
  readonly target: TargetRecord
  /** Where a verification is required; whether it holds is judged as it is consumed. */
  readonly claim: PassClaim | undefined
  readonly administratorIds: readonly string[]
  readonly hasSecurityContact: boolean
}

export interface DecisionRequest {
  readonly caller: Caller
  readonly target: TargetRecord
  readonly verificationId: string | undefined
  /** The request’s, claimed in the transaction before. */
  readonly key: string
}

/**
 * Decides again on the locked row: role and state of either side may have changed since, or the operator’s session ended.
 * Undefined when the key belongs to another request, which has been done. Throws AppError when the decision has changed since
 * it was first made (P16).
 */
export async function decide(
  tx: Kysely<Tables>,
  { caller, target, verificationId, key }: DecisionRequest,
): Promise<Decision | undefined> {
  const { memberId, userId, sessionId } = caller
  const facts = await createReissueFactsRepository(tx).readDecision(target, { memberId, userId, sessionId, key })
  if (!facts.isClaimed) return undefined
  const { actor, administratorIds } = facts
  if (!facts.isSessionOpen || actor?.state !== 'active') throw new AppError('session_ended')
  if (!facts.target) throw new AppError('not_found')
  const rules = rulesOf(facts.policy)
  const decision = decideReissue(actor, facts.target, rules.reissue)
  if (!decision.allowed) throw new AppError(decision.code)
  const claim = { verificationId, target: facts.target, operatorUserId: actor.userId, rules }
  return {
    target: facts.target,
    claim: decision.verificationRequired ? claim : undefined,
    administratorIds,
    hasSecurityContact: rules.securityContactEmail !== null,
  }
}
