import type { Kysely } from 'kysely'
import type { UserDetail } from '../../../src-shared/api/users.ts'
import { decideReissue } from '../../../src-shared/domain/permissions.ts'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { ScopedDatabases } from '../../database/scoped-databases.ts'
import type { Tables } from '../../database/tables.ts'
import type { Caller, RequestOrigin } from '../../plugins/request-context.ts'
import type { AuditService } from '../audit/audit-service.ts'
import type { PolicyService } from '../policy/policy-service.ts'
import { summarizeReissues } from '../reissues/reissue-record-service.ts'
import { summarizeFailures } from '../verifications/verification-record-service.ts'
import { openAccounts, type CredentialRecord, type UserRecord } from './account-service.ts'
import { derivePasswordState } from './credential-policy.ts'
import { describeReissuePermission, findWarnings, visibleTo, WARNING_WINDOW_MS } from './user-policy.ts'

export interface UserDependencies {
  readonly databases: ScopedDatabases
  readonly clock: () => Date
  readonly audit: AuditService
  readonly policy: PolicyService
}

export interface UserService {
  /** One user with what the caller may do for them; throws AppError `not_found` for whoever the caller may not see. */
  readUser(caller: Caller, userId: string, origin: RequestOrigin): Promise<UserDetail>
}

export function createUserService({ databases, clock, audit, policy }: UserDependencies): UserService {
  const describePermission = async (db: Kysely<Tables>, caller: Caller, user: UserRecord) => {
    const { reissue } = await policy.readRules(db)
    const decision = decideReissue(caller, user, reissue)
    const refersToOthers = !decision.allowed && decision.code === 'administrator_required'
    const contacts = refersToOthers ? await openAccounts(db).listActiveAdministrators(user.memberId) : []
    return describeReissuePermission(decision, contacts)
  }

  return {
    async readUser(caller, userId, origin) {
      const db = databases.of(caller)
      const accounts = openAccounts(db)
      const user = await accounts.findUser(visibleTo(caller), userId)
      if (!user) {
        // SECURITY: P22. What is no user’s ID may be anything that was typed, a password as well.
        const elsewhere = await openAccounts(databases.server).findUser('all-members', userId)
        const details = { code: 'not_found', ...(elsewhere ? { requestedUserId: elsewhere.userId } : {}) }
        await audit.append(db, { action: 'read_user', outcome: 'refused', actor: caller, origin, details })
        throw new AppError('not_found')
      }
      await audit.append(db, { action: 'read_user', outcome: 'done', actor: caller, target: user, origin })
      const at = clock()
      const since = new Date(at.getTime() - WARNING_WINDOW_MS)
      const credential = await accounts.findCredential(user.memberId, user.userId)
      const { lastReissue, count } = await summarizeReissues(db, user, since, at)
      return {
        ...describeUser(user, credential, at),
        ...(lastReissue ? { lastReissue } : {}),
        permissions: { reissue: await describePermission(db, caller, user) },
        warnings: findWarnings({ ...user, reissuesLately: count, refusals: await summarizeFailures(db, user, at) }, at),
      }
    },
  }
}

function describeUser(user: UserRecord, credential: CredentialRecord | undefined, at: Date) {
  const { lastLoginAt: _login, contactChangedAt: _change, memberHasAdministrator: _administered, ...shown } = user
  const expiresAt = credential?.expiresAt
  return {
    ...shown,
    passwordState: derivePasswordState(credential, at),
    ...(expiresAt ? { temporaryPasswordExpiresAt: expiresAt.toISOString() } : {}),
  }
}
