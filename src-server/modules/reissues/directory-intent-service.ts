import type { Kysely } from 'kysely'
import { computeExpiresAt } from '../../../src-shared/domain/validity.ts'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { Tables } from '../../database/tables.ts'
import type { AuditService } from '../audit/audit-service.ts'
import type { MemberDirectory } from '../directories/directories.ts'
import { examinePass } from '../verifications/pass-service.ts'
import type { IdempotencyService, KeyedRequest } from './idempotency-service.ts'
import { createIntentRepository, type Intent } from './intent-repository.ts'
import { decide } from './reissue-decision-service.ts'
import type { TargetRecord } from './reissue-facts-repository.ts'
import type { ReissueRequest } from './reissue-transaction-service.ts'

export interface IntentOrder {
  readonly request: ReissueRequest
  readonly keyed: KeyedRequest
  readonly target: TargetRecord
  readonly directory: MemberDirectory
  readonly accountId: string
  /** The account’s, as the directory has just told it. */
  readonly versionBefore: string
  readonly passwordOrigin: 'generated' | 'edited'
}

export type IntentOpening =
  | { readonly kind: 'opened'; readonly intent: Intent }
  /** The key is taken by an equal request, which came first. */
  | { readonly kind: 'taken' }
  /** Another reissue for the same user is not concluded yet. */
  | { readonly kind: 'in_the_way'; readonly other: Intent }

/** For so long nobody else touches an intent: longer than all that its process may try, with the directory’s time limits. */
export const HELD_MS = 180_000

export interface IntentDependencies {
  readonly clock: () => Date
  readonly newId: () => string
  readonly idempotency: IdempotencyService
  readonly audit: AuditService
}

export type OpenIntent = (db: Kysely<Tables>, order: IntentOrder) => Promise<IntentOpening>

/**
 * The first transaction of a reissue in a directory: decides exactly as a reissue here would, takes the key, and writes down
 * what is about to be asked of the directory. Nothing is used up yet. Throws AppError when it may not be done.
 */
export function createIntentOpening({ clock, newId, idempotency, audit }: IntentDependencies): OpenIntent {
  return (db, { request, keyed, target, directory, accountId, versionBefore, passwordOrigin }) => {
    const { caller, input, origin } = request
    const undo = new Error('undone')
    let opening: IntentOpening = { kind: 'taken' }
    return db
      .transaction()
      .execute(async (tx) => {
        const at = clock()
        // Locks the user’s row as well, so that what is found afterwards holds.
        if (!(await idempotency.claim(tx, keyed, target, at))) return opening
        const intents = createIntentRepository(tx)
        const other = await intents.findOpen(target)
        if (other) {
          opening = { kind: 'in_the_way', other }
          throw undo
        }
        const decision = await decide(tx, { caller, target, verificationId: input.verificationId, key: keyed.key })
        if (!decision) return opening
        const passRefusal = decision.claim && (await examinePass(tx, decision.claim, at))
        if (passRefusal) throw new AppError(passRefusal)
        const row = {
          member_id: target.memberId,
          reissue_id: newId(),
          user_id: target.userId,
          operator_member_id: caller.memberId,
          operator_user_id: caller.userId,
          idempotency_key: keyed.key,
          account_id: accountId,
          version_before: versionBefore,
          version_after: null,
          origin: passwordOrigin,
          verification_id: decision.claim ? (input.verificationId ?? null) : null,
          note: input.note ?? null,
          requested_at: at,
          valid_until: computeExpiresAt(at, target.timeZone),
          held_until: new Date(at.getTime() + HELD_MS),
          status: 'requested',
          reason: null,
          concluded_at: null,
        } as const
        await intents.insert(row).execute()
        const details = { intentId: row.reissue_id, directory: directory.name }
        await audit.append(tx, { action: 'request_reissue', outcome: 'done', actor: caller, target, origin, details })
        return { kind: 'opened', intent: row } as const
      })
      .catch((error: unknown) => {
        if (error === undo) return opening
        throw error
      })
  }
}
