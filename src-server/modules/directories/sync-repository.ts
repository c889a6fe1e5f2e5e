import type { Kysely } from 'kysely'
import type { Tables } from '../../database/tables.ts'

export interface SyncKey {
  readonly directory: string
  readonly memberId: string
}

export interface SyncState {
  readonly cursor: string | null
  /** When the last complete listing ended. */
  readonly completedAt: Date | null
  readonly failures: number
}

/** How far the mirrors have come. `db` is the server’s. */
export const createSyncRepository = (db: Kysely<Tables>) => {
  const update = ({ directory, memberId }: SyncKey) =>
    db.updateTable('directory_sync').where('directory', '=', directory).where('member_id', '=', memberId)

  return {
    /** Takes the mirror for this process; undefined while another one is at it. */
    claim: async ({ directory, memberId }: SyncKey, at: Date, heldUntil: Date): Promise<SyncState | undefined> =>
      db
        .insertInto('directory_sync')
        .values({ directory, member_id: memberId, held_until: heldUntil })
        .onConflict((conflict) =>
          conflict
            .columns(['directory', 'member_id'])
            .doUpdateSet({ held_until: heldUntil })
            .where((eb) =>
              eb.or([eb('directory_sync.held_until', 'is', null), eb('directory_sync.held_until', '<=', at)]),
            ),
        )
        .returning(['cursor', 'completed_at as completedAt', 'failures'])
        .executeTakeFirst(),

    advance: async (key: SyncKey, cursor: string, heldUntil: Date): Promise<void> => {
      await update(key).set({ cursor, held_until: heldUntil }).execute()
    },

    succeed: async (key: SyncKey, at: Date, collisions: number | undefined, isComplete: boolean): Promise<void> => {
      await update(key)
        .set({
          succeeded_at: at,
          failures: 0,
          last_failure: null,
          held_until: null,
          ...(isComplete ? { completed_at: at } : {}),
          ...(collisions === undefined ? {} : { collisions }),
        })
        .execute()
    },

    fail: async (key: SyncKey, kind: string): Promise<void> => {
      await update(key)
        .set(({ eb }) => ({ failures: eb('failures', '+', 1), last_failure: kind, held_until: null }))
        .execute()
    },
  }
}
