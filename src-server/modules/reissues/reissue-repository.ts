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

    markUsed: async (memberId: string, reissueId: string, at: Date): Promise<void> => {
      await db
        .updateTable('reissues')
        .set({ used_at: at })
        .where('member_id', '=', memberId)
        .where('reissue_id', '=', reissueId)
        .execute()
    },

    findLatest: async (memberId: string, userId: string): Promise<LatestReissue | undefined> => {
      const row = await db
        .selectFrom('reissues')
        .innerJoin('users as issuer', (join) =>
          join
            .onRef('issuer.member_id', '=', 'reissues.issued_by_member_id')
            .onRef('issuer.user_id', '=', 'reissues.issued_by_user_id'),
        )
        .select([
          'reissues.reissue_id as reissueId',
          'reissues.issued_at as issuedAt',
          'reissues.expires_at as expiresAt',
          'reissues.used_at as usedAt',
          'reissues.superseded_at as supersededAt',
          'issuer.user_id as userId',
          'issuer.login_id as loginId',
          'issuer.user_name as userName',
        ])
        .where('reissues.member_id', '=', memberId)
        .where('reissues.user_id', '=', userId)
        .orderBy('reissues.issued_at', 'desc')
        .orderBy('reissues.reissue_id', 'desc')
        .limit(1)
        .executeTakeFirst()
      if (!row) return undefined
      const { userId: issuerId, loginId, userName, ...reissue } = row
      return { ...reissue, issuedBy: { userId: issuerId, loginId, userName } }
    },
  }
}
