import type { Insertable, Kysely } from 'kysely'
import type { Tables } from '../../database/tables.ts'
import type { Write } from '../../database/write-together.ts'

export interface LatestReissue {
  readonly reissueId: string
  readonly issuedAt: Date
  readonly expiresAt: Date
  readonly usedAt: Date | null
  readonly supersededAt: Date | null
  readonly issuedBy: { readonly userId: string; readonly loginId: string; readonly userName: string }
}

/** The acts of reissuing, of one user at a time; the history is read elsewhere. */
export function createReissueRepository(db: Kysely<Tables>) {
  return {
    insert: (row: Insertable<Tables['reissues']>): Write => db.insertInto('reissues').values(row),

    /** Marks whatever could still be used as replaced; what has run out keeps saying so. */
    supersedePending: (memberId: string, userId: string, at: Date): Write =>
      db
        .updateTable('reissues')
        .set({ superseded_at: at })
        .where('member_id', '=', memberId)
        .where('user_id', '=', userId)
        .where('used_at', 'is', null)
        .where('superseded_at', 'is', null)
        .where('expires_at', '>=', at),

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
