import { sql, type Kysely } from 'kysely'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { Role } from '../../../src-shared/domain/roles.ts'
import type { Tables } from '../../database/tables.ts'
import { commandOrigin, createAuditService } from '../audit/audit-service.ts'

export interface NewUser {
  readonly memberId: string
  /** Needed when the member does not exist yet. */
  readonly memberName: string | undefined
  readonly userId: string
  readonly loginId: string
  readonly userName: string
  readonly role: Role
  /** May read the audit; for the helpdesk only. */
  readonly isAuditor?: boolean
  /** PHC string of the password. */
  readonly verifier: string
  readonly at: Date
}

/** Makes a user with a password, and the member if need be. Throws `conflict` for an ID in use, `usage` for an unnamed member. */
export async function createUser(db: Kysely<Tables>, user: NewUser): Promise<void> {
  const { memberId, userId, loginId, userName, role, isAuditor = false, verifier, at } = user
  await db.transaction().execute(async (transaction) => {
    const member = await transaction
      .selectFrom('members')
      .select('member_id')
      .where('member_id', '=', memberId)
      .executeTakeFirst()
    if (!member) {
      if (user.memberName === undefined)
        throw new AppError('usage', { detail: `there is no member ${memberId}: give its --member-name` })
      await transaction
        .insertInto('members')
        .values({ member_id: memberId, member_name: user.memberName, created_at: at })
        .execute()
    }
    const taken = await transaction
      .selectFrom('users')
      .select('user_id')
      .where((is) => is.or([is('user_id', '=', userId), is('login_id_key', '=', sql<string>`search_key(${loginId})`)]))
      .executeTakeFirst()
    if (taken)
      throw new AppError('conflict', { detail: `the user ID or the login ID is in use by the user ${taken.user_id}` })
    const key = { member_id: memberId, user_id: userId }
    const contact = { phone: null, fax: null, email: null }
    await transaction
      .insertInto('users')
      .values({
        ...key,
        login_id: loginId,
        user_name: userName,
        role,
        is_auditor: isAuditor,
        state: 'active',
        ...contact,
        registered_at: at,
        last_login_at: null,
      })
      .execute()
    await transaction
      .insertInto('credentials')
      .values({ ...key, kind: 'chosen', verifier, set_at: at, expires_at: null, reissue_id: null })
      .execute()
    await createAuditService(() => at).append(transaction, {
      action: 'create_user',
      outcome: 'done',
      target: { memberId, userId },
      origin: commandOrigin,
      details: { role, newMember: !member, ...(isAuditor ? { right: 'auditor' } : {}) },
    })
  })
}
