import type { Insertable, Kysely } from 'kysely'
import type { Tables } from '../../database/tables.ts'
import { keepWrite, type Write } from '../../database/write-together.ts'

export interface LatestReissue {
  readonly reissueId: string
  readonly issuedAt: Date
  readonly expiresAt: Date
  readonly usedAt: Date | null
  readonly supersededAt: Date | null
  readonly issuedBy: { readonly userId: string; readonly loginId: string; readonly userName: string }
}

type ReissueRow = Required<Insertable<Tables['reissues']>>

const insertReissue = keepWrite<ReissueRow>((db, value) =>
  db.insertInto('reissues').values({
    member_id: value('member_id'),
    reissue_id: value('reissue_id'),
    user_id: value('user_id'),
    issued_by_member_id: value('issued_by_member_id'),
    issued_by_user_id: value('issued_by_user_id'),
    issued_at: value('issued_at'),
    expires_at: value('expires_at'),
    origin: value('origin'),
    verification_id: value('verification_id'),
    note: value('note'),
    used_at: value('used_at'),
    superseded_at: value('superseded_at'),
  }),
)

const supersedePending = keepWrite<{ memberId: string; userId: string; at: Date }>((db, value) =>
  db
    .updateTable('reissues')
    .set({ superseded_at: value('at') })
    .where('member_id', '=', value('memberId'))
    .where('user_id', '=', value('userId'))
    .where('used_at', 'is', null)
    .where('superseded_at', 'is', null)
    .where('expires_at', '>=', value('at')),
)

/** The acts of reissuing, of one user at a time; the history is read elsewhere. */
export function createReissueRepository(db: Kysely<Tables>) {
  return {
    insert: (row: ReissueRow): Write => insertReissue(db, row),

    /** Marks whatever could still be used as replaced; what has run out keeps saying so. */
    supersedePending: (memberId: string, userId: string, at: Date): Write =>
      supersedePending(db, { memberId, userId, at }),

    markPendingUsed: async (memberId: string, userId: string, at: Date): Promise<void> => {
      await db
        .updateTable('reissues')
        .set({ used_at: at })
        .where('member_id', '=', memberId)
        .where('user_id', '=', userId)
        .where('used_at', 'is', null)
        .where('superseded_at', 'is', null)
        .where('expires_at', '>=', at)
        .execute()
    },

    markUsed: async (memberId: string, reissueId: string, at: Date): Promise<void> => {
      await db
        .updateTable('reissues')
        .set({ used_at: at })
        .where('member_id', '=', memberId)
        .where('reissue_id', '=', reissueId)
        .execute()
    },
  }
}
