import { sql, type Kysely, type RawBuilder } from 'kysely'
import { keepQuery } from '../../database/keep-query.ts'
import { keptPrepared, keptPreparedAndSentWithNext } from '../../database/kept-statements.ts'
import type { Tables } from '../../database/tables.ts'
import { keepWrite, type Write } from '../../database/write-together.ts'

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
  /** Who is to be locked with it. */
  readonly user: { readonly memberId: string; readonly userId: string }
}

const claimKeyThen = (end: RawBuilder<unknown>) =>
  keepQuery<Omit<KeyClaim, 'user'> & KeyClaim['user'], unknown>((db, value) => {
    const written = {
      fingerprint: value('fingerprint'),
      response: 'null',
      created_at: value('at'),
      expires_at: value('expiresAt'),
    }
    return (
      db
        .with('claimed', (claim) =>
          claim
            .insertInto('idempotency_keys')
            .values({ operator_user_id: value('operatorUserId'), key: value('key'), ...written })
            .onConflict((conflict) =>
              conflict
                .columns(['operator_user_id', 'key'])
                .doUpdateSet(written)
                .where('idempotency_keys.expires_at', '<=', value('at')),
            )
            .returning('key'),
        )
        // NO KEY UPDATE, so that rows that merely refer to the user can still be written.
        .with('locked', (lock) =>
          lock
            .selectFrom('users')
            .select('user_id')
            .where('member_id', '=', value('memberId'))
            .where('user_id', '=', value('userId'))
            .where(({ exists, selectFrom }) => exists(selectFrom('claimed').select('key')))
            .forNoKeyUpdate(),
        )
        .selectFrom('claimed')
        .leftJoin('locked', (join) => join.onTrue())
        .select(['claimed.key', 'locked.user_id'])
        .modifyEnd(end)
        .compile()
    )
  })
const [claimKey, claimKeyAhead] = [claimKeyThen(keptPrepared), claimKeyThen(keptPreparedAndSentWithNext)]

const storeAnswer = keepWrite<{ operatorUserId: string; key: string; response: string }>((db, value) =>
  db
    .updateTable('idempotency_keys')
    .set({ response: value('response') })
    .where('operator_user_id', '=', value('operatorUserId'))
    .where('key', '=', value('key')),
)

/** Whether the transaction that asks holds the key: it has written the row itself. */
export const isClaimedHere = (operatorUserId: RawBuilder<string>, key: RawBuilder<string>): RawBuilder<boolean> =>
  sql<boolean>`exists (select from idempotency_keys claimed where claimed.operator_user_id = ${operatorUserId}
    and claimed.key = ${key} and claimed.xmin = pg_current_xact_id_if_assigned()::xid)`

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
     * The first also waits for every other transaction that changes the password or the sessions of `user`, and keeps them
     * waiting. Everything that may have to wait is in this one statement, so that the next one sees what is so afterwards.
     */
    claim: async ({ user, ...claimed }: KeyClaim): Promise<boolean> =>
      (await claimKey(db, { ...claimed, ...user })).length > 0,

    /** The same along with the next statement of the transaction, which asks whether it succeeded (`isClaimedHere`). */
    claimAhead: async ({ user, ...claimed }: KeyClaim): Promise<void> => {
      await claimKeyAhead(db, { ...claimed, ...user })
    },

    /** Makes room, `limit` keys at most. Rows that somebody else is working on are passed over: nobody waits for this. */
    removeRunOut: async (at: Date, limit: number): Promise<void> => {
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
              .limit(limit)
              .forUpdate()
              .skipLocked()
              .$asTuple('operator_user_id', 'key'),
          ),
        )
        .execute()
    },

    remove: async (operatorUserId: string, key: string): Promise<void> => {
      await db
        .deleteFrom('idempotency_keys')
        .where('operator_user_id', '=', operatorUserId)
        .where('key', '=', key)
        .execute()
    },

    storeAnswer: (operatorUserId: string, key: string, response: unknown): Write =>
      storeAnswer(db, { operatorUserId, key, response: JSON.stringify(response) }),
  }
}
