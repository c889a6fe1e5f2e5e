import type { Insertable, Kysely, Selectable } from 'kysely'
import type { Tables } from '../../database/tables.ts'
import type { Write } from '../../database/write-together.ts'

export type Intent = Selectable<Tables['reissue_intents']>

interface IntentKey {
  readonly member_id: string
  readonly reissue_id: string
}

/** What was written ahead of a reissue in a directory. */
export function createIntentRepository(db: Kysely<Tables>) {
  const find = () => db.selectFrom('reissue_intents').selectAll()
  const update = (intent: IntentKey) =>
    db
      .updateTable('reissue_intents')
      .where('member_id', '=', intent.member_id)
      .where('reissue_id', '=', intent.reissue_id)

  return {
    insert: (row: Insertable<Tables['reissue_intents']>): Write => db.insertInto('reissue_intents').values(row),

    /** The latest under a key; one that was not applied has given its key back. */
    findByKey: (operatorUserId: string, key: string): Promise<Intent | undefined> =>
      find()
        .where('operator_user_id', '=', operatorUserId)
        .where('idempotency_key', '=', key)
        .where('status', '<>', 'not_applied')
        .orderBy('requested_at', 'desc')
        .executeTakeFirst(),

    findOpen: ({
      memberId,
      userId,
    }: {
      readonly memberId: string
      readonly userId: string
    }): Promise<Intent | undefined> =>
      find()
        .where('member_id', '=', memberId)
        .where('user_id', '=', userId)
        .where('status', '=', 'requested')
        .executeTakeFirst(),

    /** Those that nobody works on any more. */
    listLeft: (requestedBefore: Date, at: Date, limit: number): Promise<Intent[]> =>
      find()
        .where('status', '=', 'requested')
        .where('requested_at', '<=', requestedBefore)
        .where('held_until', '<=', at)
        .orderBy('requested_at')
        .limit(limit)
        .execute(),

    /** Waits for whoever concludes it. */
    lock: (intent: IntentKey): Promise<Intent> =>
      find()
        .where('member_id', '=', intent.member_id)
        .where('reissue_id', '=', intent.reissue_id)
        .forUpdate()
        .executeTakeFirstOrThrow(),

    /** Takes over what nobody works on; whether that succeeded. */
    takeOver: async (intent: IntentKey, at: Date, heldUntil: Date): Promise<boolean> => {
      const { numUpdatedRows } = await update(intent)
        .set({ held_until: heldUntil })
        .where('status', '=', 'requested')
        .where('held_until', '<=', at)
        .executeTakeFirstOrThrow()
      return numUpdatedRows > 0n
    },

    /** Lets the next one take it over at once. */
    release: async (intent: IntentKey, at: Date): Promise<void> => {
      await update(intent).set({ held_until: at }).where('status', '=', 'requested').execute()
    },

    conclude: (
      intent: IntentKey,
      concluded: Pick<Intent, 'reason' | 'version_after'> & {
        readonly status: Exclude<Intent['status'], 'requested'>
      },
      at: Date,
    ): Write => update(intent).set({ ...concluded, concluded_at: at, held_until: at }),

    confirm: async (intent: IntentKey): Promise<void> => {
      await update(intent).set({ status: 'applied' }).where('status', '=', 'unconfirmed').execute()
    },

    overtake: async (intent: IntentKey): Promise<void> => {
      await update(intent).set({ status: 'applied', reason: 'overtaken' }).where('status', '=', 'unconfirmed').execute()
    },
  }
}
