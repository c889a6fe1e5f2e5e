import type { Kysely } from 'kysely'
import { reissueReceiptSchema, type ReissueReceipt } from '../../../src-shared/api/reissues.ts'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { Tables } from '../../database/tables.ts'
import type { Write } from '../../database/write-together.ts'
import { createOncePer } from '../../once-per.ts'
import type { RequestFingerprints } from '../../security/request-fingerprint.ts'
import { createIdempotencyRepository, type KeyClaim, type StoredAnswer } from './idempotency-repository.ts'

/** How long a key is remembered after success; published in the OpenAPI description (R1). */
export const KEY_LIFETIME_MS = 86_400_000

/** So many keys that have run out are removed at most in so long a time: more than come, and hardly anybody waits for it. */
const tidying = { periodMs: 10_000, limit: 1000 } as const

/** One request under one key of one operator. */
export interface KeyedRequest {
  readonly operatorUserId: string
  readonly key: string
  readonly fingerprint: Buffer
}

export interface IdempotencyService {
  /**
   * The answer given before to this very request; undefined also while it has none yet, which happens with directories only.
   * Throws AppError `idempotency_key_reused` when the key served another.
   */
  readAnswer(stored: StoredAnswer | undefined, request: KeyedRequest): ReissueReceipt | undefined
  findAnswer(db: Kysely<Tables>, request: KeyedRequest, at: Date): Promise<ReissueReceipt | undefined>
  /** Whether the request is the first under its key; it holds the key, and `user`, until the transaction ends. */
  claim(tx: Kysely<Tables>, request: KeyedRequest, user: ClaimedUser, at: Date): Promise<boolean>
  /** The same along with the next statement of the transaction, which tells whether it succeeded. */
  claimAhead(tx: Kysely<Tables>, request: KeyedRequest, user: ClaimedUser, at: Date): Promise<void>
  /** To be run within the transaction of the claim. */
  storeAnswer(tx: Kysely<Tables>, request: Pick<KeyedRequest, 'operatorUserId' | 'key'>, receipt: ReissueReceipt): Write
  /** As good as never used: nothing was done under the key. */
  giveBack(tx: Kysely<Tables>, request: Pick<KeyedRequest, 'operatorUserId' | 'key'>): Promise<void>
  /** Removes old keys, now and then; called with every new request, outside of its transaction. */
  tidy(at: Date): Promise<void>
}

type ClaimedUser = { readonly memberId: string; readonly userId: string }

const claimOf = (request: KeyedRequest, user: ClaimedUser, at: Date): KeyClaim => ({
  ...request,
  at,
  expiresAt: new Date(at.getTime() + KEY_LIFETIME_MS),
  user,
})

/** `db` sees the keys of all operators. */
export function createIdempotencyService(db: Kysely<Tables>, fingerprints: RequestFingerprints): IdempotencyService {
  const isTimeToTidy = createOncePer(tidying.periodMs)

  const readAnswer: IdempotencyService['readAnswer'] = (stored, { fingerprint }) => {
    if (!stored) return undefined
    if (!fingerprints.areEqual(stored.fingerprint, fingerprint)) throw new AppError('idempotency_key_reused')
    return stored.response === null ? undefined : reissueReceiptSchema.parse(stored.response)
  }

  return {
    readAnswer,
    async findAnswer(connection, request, at) {
      const keys = createIdempotencyRepository(connection)
      return readAnswer(await keys.findAnswer(request.operatorUserId, request.key, at), request)
    },
    claim: (tx, request, user, at) => createIdempotencyRepository(tx).claim(claimOf(request, user, at)),
    claimAhead: (tx, request, user, at) => createIdempotencyRepository(tx).claimAhead(claimOf(request, user, at)),
    storeAnswer: (tx, { operatorUserId, key }, receipt) =>
      createIdempotencyRepository(tx).storeAnswer(operatorUserId, key, receipt),
    giveBack: (tx, { operatorUserId, key }) => createIdempotencyRepository(tx).remove(operatorUserId, key),
    async tidy(at) {
      if (isTimeToTidy(at)) await createIdempotencyRepository(db).removeRunOut(at, tidying.limit)
    },
  }
}
