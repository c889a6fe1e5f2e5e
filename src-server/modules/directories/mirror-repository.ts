import { sql, type Kysely } from 'kysely'
import type { Tables } from '../../database/tables.ts'
import type { DirectoryAccount } from '../../directory/directory-port.ts'

/** Whose users, and as of when the directory said what it said. */
export interface MirrorScope {
  readonly directory: string
  readonly memberId: string
  readonly readAt: Date
}

export interface MirroredAccount {
  readonly accountId: string
  readonly as: 'added' | 'changed' | 'same' | 'collision'
}

/** The users of directory members; written by functions of the owner only (P24). `db` is the server’s. */
export const createMirrorRepository = (db: Kysely<Tables>) => ({
  /** Notes which members live in a directory; gives those that there are. */
  claimMembers: async (directory: string, memberIds: readonly string[]): Promise<string[]> => {
    const { rows } = await sql<{ member_id: string }>`
      select member_id from claim_directory_members(${directory}, ${[...memberIds]}::text[]) as member_id`.execute(db)
    return rows.map((row) => row.member_id)
  },

  mirror: async (
    { directory, memberId, readAt }: MirrorScope,
    accounts: readonly DirectoryAccount[],
  ): Promise<MirroredAccount[]> => {
    const { rows } = await sql<MirroredAccount>`
      select mirrored_account as "accountId", mirrored_as as "as"
      from mirror_directory_users(${directory}, ${memberId}, ${JSON.stringify(accounts)}::jsonb, ${readAt})`.execute(db)
    return rows
  },

  /** Disables whoever is no longer there; gives the IDs of those users. */
  retire: async ({ directory, memberId, readAt }: MirrorScope, accountIds: readonly string[]): Promise<string[]> => {
    const { rows } = await sql<{ user_id: string }>`
      select user_id from retire_directory_users(${directory}, ${memberId}, ${[...accountIds]}::text[], ${readAt}) as user_id`.execute(
      db,
    )
    return rows.map((row) => row.user_id)
  },

  listAccountIds: async (memberId: string): Promise<string[]> => {
    const rows = await db
      .selectFrom('users')
      .select('directory_account_id')
      .where('member_id', '=', memberId)
      .where('directory_account_id', 'is not', null)
      .where('directory_state', '<>', 'deleted')
      .execute()
    return rows.flatMap((row) => row.directory_account_id ?? [])
  },
})

export interface DirectoryPassword {
  readonly state: 'active' | 'temporary' | 'expired'
  readonly version: string
  readonly expiresAt: Date | null
}

/** What the service itself has just set there; what was read before `at` says nothing about it any more. */
export const setDirectoryPassword = (
  tx: Kysely<Tables>,
  { memberId, userId }: { readonly memberId: string; readonly userId: string },
  { state, version, expiresAt }: DirectoryPassword,
  at: Date,
) =>
  tx
    .updateTable('users')
    .set({
      directory_password_state: state,
      directory_version: version,
      directory_password_expires_at: expiresAt,
      directory_read_at: at,
    })
    .where('member_id', '=', memberId)
    .where('user_id', '=', userId)
