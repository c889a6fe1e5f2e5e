import type { Kysely } from 'kysely'
import type { Tables } from '../../database/tables.ts'

export interface StoredAnswer {
  readonly fingerprint: Uint8Array
  readonly response: unknown
}

export interface KeyClaim {
  readonly operatorUserId: string
  readonly key: string
  readonly fingerprint: Buffer
  readonly at: Date
  readonly expiresAt: Date
}

/** Which request keys an operator has used, and what was answered (R1). */
export function createIdempotencyRepository(db: Kysely<Tables>) {
  return {
    findAnswer: (operatorUserId: string, key: string, at: Date): Promise<StoredAnswer | undefined> =>
      db
        .selectFrom('idempotency_keys')
        .select(['fingerprint', 'response'])
        .where('operator_user_id', '=', operatorUserId)
        .where('key', '=', key)
        .where('expires_at', '>', at)
        .executeTakeFirst(),

    /**
     * Claims a key within the caller’s transaction: true for the first; whoever comes second waits here until the first
     * has committed (false) or rolled back (true). A key that has run out is as good as new.
     */
    claim: async ({ operatorUserId, key, fingerprint, at, expiresAt }: KeyClaim): Promise<boolean> => {
      const values = { fingerprint, response: 'null', created_at: at, expires_at: expiresAt }
      const claimed = await db
        .insertInto('idempotency_keys')
        .values({ operator_user_id: operatorUserId, key, ...values })
        .onConflict((conflict) =>
          conflict
            .columns(['operator_user_id', 'key'])
            .doUpdateSet(values)
            .where('idempotency_keys.expires_at', '<=', at),
        )
        .returning('key')
        .executeTakeFirst()
      return claimed !== undefined
    },

    /** Makes room, a little with every claim. Rows that somebody else is working on are passed over: nobody waits for this. */
    removeRunOut: async (at: Date): Promise<void> => {
      await db
        .deleteFrom('idempotency_keys')
        .where((eb) =>
          eb(
            eb.refTuple('operator_user_id', 'key'),
            'in',
            eb
              .selectFrom('idempotency_keys as old')
              .select(['old.operator_user_id', 'old.key'])
              .where('old.expires_at', '<=', at)
              .orderBy('old.expires_at')
              .limit(20)
              .forUpdate()
              .skipLocked()
              .$asTuple('operator_user_id', 'key'),
          ),
        )
        .execute()
    },

    storeAnswer: async (operatorUserId: string, key: string, response: unknown): Promise<void> => {
      await db
        .updateTable('idempotency_keys')
        .set({ response: JSON.stringify(response) })
        .where('operator_user_id', '=', operatorUserId)
        .where('key', '=', key)
        .execute()
    },
  }
}
