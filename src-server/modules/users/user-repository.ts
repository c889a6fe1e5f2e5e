import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { UserState } from '../../../src-shared/api/users.ts'
import type { Role } from '../../../src-shared/domain/roles.ts'
import { keepQuery } from '../../database/keep-query.ts'
import { keptPrepared, keptPreparedAndSentWithNext } from '../../database/kept-statements.ts'
import type { Tables } from '../../database/tables.ts'

/** Whose users may be seen: those of one member, or all (helpdesk). */
export type UserScope = { readonly memberId: string } | 'all-members'

export interface UserRecord {
  readonly memberId: string
  readonly memberName: string
  readonly timeZone: string
  readonly userId: string
  readonly loginId: string
  readonly userName: string
  readonly role: Role
  readonly state: UserState
  readonly phone: string | null
  readonly fax: string | null
  readonly email: string | null
  readonly lastLoginAt: Date | null
  /** When phone or mail address last changed; null: never since registration. */
  readonly contactChangedAt: Date | null
  readonly memberHasAdministrator: boolean
  /** Whether the password lives in a directory. */
  readonly isInDirectory: boolean
}

/** Somebody who may be called or told: an active administrator. */
export interface AdministratorRecord {
  readonly userId: string
  readonly userName: string
  readonly phone: string | null
}

const hasAdministrator = sql<boolean>`exists (select from users administrator
  where administrator.member_id = users.member_id and administrator.role = 'administrator' and administrator.state = 'active')`

const selectUsers = (db: Kysely<Tables>) =>
  db
    .selectFrom('users')
    .innerJoin('members', 'members.member_id', 'users.member_id')
    .select([
      'users.member_id as memberId',
      'members.member_name as memberName',
      'members.time_zone as timeZone',
      'users.user_id as userId',
      'users.login_id as loginId',
      'users.user_name as userName',
      'users.role',
      'users.state',
      'users.phone',
      'users.fax',
      'users.email',
      'users.last_login_at as lastLoginAt',
      'users.contact_changed_at as contactChangedAt',
      hasAdministrator.as('memberHasAdministrator'),
      sql<boolean>`users.directory_account_id is not null`.as('isInDirectory'),
    ])

interface UserKeys {
  readonly memberId: string
  readonly userId: string
}

const findUserIn = (scope: 'member' | 'all-members') =>
  keepQuery<UserKeys, UserRecord>((db, value) => {
    const byId = selectUsers(db).where('users.user_id', '=', value('userId'))
    const found = scope === 'all-members' ? byId : byId.where('users.member_id', '=', value('memberId'))
    return found.modifyEnd(keptPrepared).compile()
  })
const findUser = { ofMember: findUserIn('member'), ofAll: findUserIn('all-members') } as const

/** Single users, always by member and ID together: a target is loaded within what its asker may see, never checked afterwards. */
export function createUserRepository(db: Kysely<Tables>) {
  return {
    findUser: async (scope: UserScope, userId: string): Promise<UserRecord | undefined> => {
      const [found] =
        scope === 'all-members'
          ? await findUser.ofAll(db, { memberId: '', userId })
          : await findUser.ofMember(db, { memberId: scope.memberId, userId })
      return found
    },

    findUserByLoginId: (loginId: string): Promise<UserRecord | undefined> =>
      selectUsers(db)
        .where('users.login_id_key', '=', sql<string>`search_key(${loginId}::text)`)
        .modifyEnd(keptPrepared)
        .executeTakeFirst(),

    /**
     * Waits for every other transaction that changes this user’s password or sessions, and keeps them waiting.
     * NO KEY UPDATE, so that rows that merely refer to the user can still be written.
     */
    lockUser: async (memberId: string, userId: string): Promise<void> => {
      await db
        .selectFrom('users')
        .select('user_id')
        .where('member_id', '=', memberId)
        .where('user_id', '=', userId)
        .forNoKeyUpdate()
        .executeTakeFirstOrThrow()
    },

    /** The same along with the next statement of the transaction, which sees what is so once the user is locked. */
    lockUserAhead: async (memberId: string, userId: string): Promise<void> => {
      await db
        .selectFrom('users')
        .select('user_id')
        .where('member_id', '=', memberId)
        .where('user_id', '=', userId)
        .forNoKeyUpdate()
        .modifyEnd(keptPreparedAndSentWithNext)
        .execute()
    },

    listActiveAdministrators: (memberId: string): Promise<AdministratorRecord[]> =>
      db
        .selectFrom('users')
        .select(['user_id as userId', 'user_name as userName', 'phone'])
        .where('member_id', '=', memberId)
        .where('role', '=', 'administrator')
        .where('state', '=', 'active')
        .orderBy('user_id')
        .execute(),

    /** Resolves with whether that changed anything. */
    setAuditor: async (memberId: string, userId: string, isAuditor: boolean): Promise<boolean> => {
      const { numUpdatedRows } = await db
        .updateTable('users')
        .set({ is_auditor: isAuditor })
        .where('member_id', '=', memberId)
        .where('user_id', '=', userId)
        .where('is_auditor', '<>', isAuditor)
        .executeTakeFirstOrThrow()
      return numUpdatedRows > 0n
    },
  }
}
