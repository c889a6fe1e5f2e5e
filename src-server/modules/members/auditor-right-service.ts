import type { Kysely } from 'kysely'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { Tables } from '../../database/tables.ts'
import { commandOrigin, createAuditService, type AuditedUser } from '../audit/audit-service.ts'
import { openAccounts } from '../users/account-service.ts'

export interface RightChange {
  readonly loginId: string
  readonly right: 'granted' | 'revoked'
}

/**
 * Gives or takes the right to read the audit; it holds from the user’s next request on (P17). Resolves with whom it
 * concerns, and whether anything changed. Throws AppError `not_found`, and `usage` for a grant to somebody who is not of the helpdesk.
 */
export function changeAuditorRight(
  db: Kysely<Tables>,
  { loginId, right }: RightChange,
  clock: () => Date,
): Promise<{ user: AuditedUser; changed: boolean }> {
  return db.transaction().execute(async (tx) => {
    const accounts = openAccounts(tx)
    const found = await accounts.findUserByLoginId(loginId)
    if (!found) throw new AppError('not_found', { detail: 'no user has this login ID' })
    const user: AuditedUser = { memberId: found.memberId, userId: found.userId }
    await accounts.lockUser(user.memberId, user.userId)
    const grants = right === 'granted'
    if (grants && found.role !== 'helpdesk') {
      throw new AppError('usage', { detail: 'the audit is read by the helpdesk only; this user is not of it' })
    }
    if (!(await accounts.setAuditor(user.memberId, user.userId, grants))) return { user, changed: false }
    await createAuditService(clock).append(tx, {
      action: grants ? 'grant_right' : 'revoke_right',
      outcome: 'done',
      target: user,
      origin: commandOrigin,
      details: { right: 'auditor' },
    })
    return { user, changed: true }
  })
}
