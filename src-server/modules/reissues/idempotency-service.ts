import type { Kysely } from 'kysely'
import { reissueReceiptSchema, type ReissueReceipt } from '../../../src-shared/api/reissues.ts'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { Tables } from '../../database/tables.ts'
import type { RequestFingerprints } from '../../security/request-fingerprint.ts'
import { createIdempotencyRepository } from './idempotency-repository.ts'

/** How long a key is remembered after success; published in the OpenAPI description (R1). */
export const KEY_LIFETIME_MS = 86_400_000

/** One request under one key of one operator. */
export interface KeyedRequest {
  readonly operatorUserId: string
  readonly key: string
  readonly fingerprint: Buffer
}

export interface IdempotencyService {
  /** The answer given before to this very request; throws AppError `idempotency_key_reused` when the key served another. */
  findAnswer(db: Kysely<Tables>, request: KeyedRequest, at: Date): Promise<ReissueReceipt | undefined>
  /** Whether the request is the first under its key; it holds the key until the transaction ends. */
  claim(tx: Kysely<Tables>, request: KeyedRequest, at: Date): Promise<boolean>
  storeAnswer(tx: Kysely<Tables>, request: KeyedRequest, receipt: ReissueReceipt): Promise<void>
}

export function createIdempotencyService(fingerprints: RequestFingerprints): IdempotencyService {
  return {
    async findAnswer(db, { operatorUserId, key, fingerprint }, at) {
      const stored = await createIdempotencyRepository(db).findAnswer(operatorUserId, key, at)
      if (!stored) return undefined
      if (!fingerprints.areEqual(stored.fingerprint, fingerprint)) throw new AppError('idempotency_key_reused')
      return reissueReceiptSchema.parse(stored.response)
    },
    async claim(tx, request, at) {
      const keys = createIdempotencyRepository(tx)
      const expiresAt = new Date(at.getTime() + KEY_LIFETIME_MS)
      const isFirst = await keys.claim({ ...request, at, expiresAt })
      if (isFirst) await keys.removeRunOut(at)
      return isFirst
    },
    storeAnswer: (tx, { operatorUserId, key }, receipt) =>
      createIdempotencyRepository(tx).storeAnswer(operatorUserId, key, receipt),
  }
}
