import type { Kysely } from 'kysely'
import type { ReissueReceipt } from '../../../src-shared/api/reissues.ts'
import { computeExpiresAt } from '../../../src-shared/domain/validity.ts'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { ScopedDatabases } from '../../database/scoped-databases.ts'
import type { Tables } from '../../database/tables.ts'
import type { Caller, RequestOrigin } from '../../plugins/request-context.ts'
import { openAccounts } from '../users/account-service.ts'
import { consumePass } from '../verifications/pass-service.ts'
import type { IdempotencyService, KeyedRequest } from './idempotency-service.ts'
import { decide, type Decision } from './reissue-decision-service.ts'
import type { RecordReissue } from './reissue-effects-service.ts'
import type { TargetRecord } from './reissue-facts-repository.ts'

export interface ReissueInput {
  readonly temporaryPassword: string
  readonly suggestionToken?: string | undefined
  readonly verificationId?: string | undefined
  readonly note?: string | undefined
}

export interface ReissueRequest {
  readonly caller: Caller
  readonly userId: string
  readonly idempotencyKey: string
  readonly input: ReissueInput
  readonly origin: RequestOrigin
}

export interface IssueOrder {
  readonly request: ReissueRequest
  readonly keyed: KeyedRequest
  readonly target: TargetRecord
  readonly verifier: string
  readonly passwordOrigin: 'generated' | 'edited'
}

export interface IssueDependencies {
  readonly databases: ScopedDatabases
  readonly clock: () => Date
  readonly newId: () => string
  readonly idempotency: IdempotencyService
  readonly recordReissue: RecordReissue
}

export interface Issued {
  readonly receipt: ReissueReceipt
  /** It had been done before, under the same key. */
  readonly replayed: boolean
}

export type IssueTemporaryPassword = (order: IssueOrder) => Promise<Issued>

/**
 * The moment of reissue: one transaction with everything or nothing (R2). Key, the pass of a verification, verifier, the end
 * of the sessions and of the reissue before, audit, notices. Throws AppError when the decision has changed since it was first made (P16).
 */
export function createIssueTransaction(deps: IssueDependencies): IssueTemporaryPassword {
  const { databases, clock, newId, idempotency, recordReissue } = deps

  /** What is written, in one statement but for the pass before it, and what is answered. */
  const execute = async (
    tx: Kysely<Tables>,
    { request, keyed, verifier, passwordOrigin }: IssueOrder,
    { target, claim, administratorIds, hasSecurityContact }: Decision,
  ): Promise<ReissueReceipt> => {
    const { caller, input, origin } = request
    const [reissueId, at] = [newId(), clock()]
    const { memberId, userId } = target
    const verificationId = claim ? await consumePass(tx, claim, reissueId, at) : null
    const expiresAt = computeExpiresAt(at, target.timeZone)
    const password = { verifier, expiresAt, reissueId }
    const decided = {
      reissueId,
      keyed,
      target,
      issuer: caller,
      issuedAt: at,
      expiresAt,
      passwordOrigin,
      verificationId,
      note: input.note ?? null,
      supersededAt: null,
      administratorIds,
      hasSecurityContact,
      origin,
    }
    return recordReissue(tx, decided, [openAccounts(tx).setTemporaryPassword(memberId, userId, password, at)], at)
  }

  return (order) =>
    databases
      .of(order.request.caller)
      .transaction()
      .execute(async (tx) => {
        const { keyed, request, target } = order
        const { caller, input } = request
        // In one go with what the decision rests on, which is read when whatever has to be waited for is over.
        await idempotency.claimAhead(tx, keyed, target, clock())
        const decision = await decide(tx, { caller, target, verificationId: input.verificationId, key: keyed.key })
        if (!decision) {
          const answered = await idempotency.findAnswer(tx, keyed, clock())
          if (!answered) throw new AppError('conflict')
          return { receipt: answered, replayed: true }
        }
        // Moved into a directory meanwhile: the next try goes there.
        if (decision.target.accountId !== null) throw new AppError('conflict')
        return { receipt: await execute(tx, order, decision), replayed: false }
      })
}
