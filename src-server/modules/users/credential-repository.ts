import type { Kysely } from 'kysely'
import { keptPrepared } from '../../database/kept-statements.ts'
import type { Tables } from '../../database/tables.ts'
import { keepWrite, type Write } from '../../database/write-together.ts'

export interface CredentialRecord {
  readonly kind: 'chosen' | 'temporary'
  readonly verifier: string
  /** The last instant at which a temporary password works. */
  readonly expiresAt: Date | null
  readonly reissueId: string | null
}

/** The password of somebody who lives in a directory. */
export interface DirectoryCredential {
  readonly directory: string | null
  readonly accountId: string
  /** Changes with the password; what was checked against an earlier one says nothing. */
  readonly version: string | null
  /** The last instant of a temporary password that was reissued here. */
  readonly expiresAt: Date | null
}

interface SavedCredential extends CredentialRecord {
  readonly memberId: string
  readonly userId: string
  readonly setAt: Date
}

const saveCredential = keepWrite<SavedCredential>((db, value) => {
  const values = {
    kind: value('kind'),
    verifier: value('verifier'),
    set_at: value('setAt'),
    expires_at: value('expiresAt'),
    reissue_id: value('reissueId'),
  }
  return db
    .insertInto('credentials')
    .values({ member_id: value('memberId'), user_id: value('userId'), ...values })
    .onConflict((conflict) => conflict.columns(['member_id', 'user_id']).doUpdateSet(values))
})

/** What passwords are checked against. A user has one verifier or none, so setting one is the end of the one before (P6). */
export function createCredentialRepository(db: Kysely<Tables>) {
  const save = (memberId: string, userId: string, credential: CredentialRecord, setAt: Date): Write =>
    saveCredential(db, { ...credential, memberId, userId, setAt })

  return {
    findCredential: (memberId: string, userId: string): Promise<CredentialRecord | undefined> =>
      db
        .selectFrom('credentials')
        .select(['kind', 'verifier', 'expires_at as expiresAt', 'reissue_id as reissueId'])
        .where('member_id', '=', memberId)
        .where('user_id', '=', userId)
        .modifyEnd(keptPrepared)
        .executeTakeFirst(),

    /** Undefined for whoever has a password here, or none at all. */
    findDirectoryCredential: async (memberId: string, userId: string): Promise<DirectoryCredential | undefined> => {
      const row = await db
        .selectFrom('users')
        .innerJoin('members', 'members.member_id', 'users.member_id')
        .select([
          'members.directory',
          'users.directory_account_id as accountId',
          'users.directory_version as version',
          'users.directory_password_expires_at as expiresAt',
        ])
        .where('users.member_id', '=', memberId)
        .where('users.user_id', '=', userId)
        .executeTakeFirst()
      return row && row.accountId !== null ? { ...row, accountId: row.accountId } : undefined
    },

    setChosenPassword: async (memberId: string, userId: string, verifier: string, at: Date): Promise<void> => {
      await save(memberId, userId, { kind: 'chosen', verifier, expiresAt: null, reissueId: null }, at).execute()
    },

    setTemporaryPassword: (
      memberId: string,
      userId: string,
      password: { readonly verifier: string; readonly expiresAt: Date; readonly reissueId: string },
      at: Date,
    ): Write => save(memberId, userId, { kind: 'temporary', ...password }, at),
  }
}
