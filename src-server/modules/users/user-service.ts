import type { UserDetail } from '../../../src-shared/api/users.ts'
import { decideReissue } from '../../../src-shared/domain/permissions.ts'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { ScopedDatabases } from '../../database/scoped-databases.ts'
import type { Caller, RequestOrigin } from '../../plugins/request-context.ts'
import type { AuditService } from '../audit/audit-service.ts'
import { describeLastReissue } from '../reissues/reissue-record-service.ts'
import { failuresSince } from '../verifications/verification-record-service.ts'
import { openAccounts } from './account-service.ts'
import { describeDirectory, type Directories } from '../directories/directories.ts'
import { deriveDirectoryPasswordState, derivePasswordState } from './credential-policy.ts'
import { readUserDetail, type UserDetailRecord } from './user-detail-repository.ts'
import { describeReissuePermission, findWarnings, visibleTo, WARNING_WINDOW_MS } from './user-policy.ts'

export interface UserDependencies {
  readonly databases: ScopedDatabases
  readonly clock: () => Date
  readonly audit: AuditService
  readonly directories: Directories
}

export interface UserService {
  /** One user with what the caller may do for them; throws AppError `not_found` for whoever the caller may not see. */
  readUser(caller: Caller, userId: string, origin: RequestOrigin): Promise<UserDetail>
}

export function createUserService({ databases, clock, audit, directories }: UserDependencies): UserService {
  return {
    async readUser(caller, userId, origin) {
      const [db, at] = [databases.of(caller), clock()]
      const since = { reissues: new Date(at.getTime() - WARNING_WINDOW_MS), refusals: failuresSince(at), at }
      // Nobody is told what is not recorded first (P21): one statement does both.
      const event = audit.describe({ action: 'read_user', outcome: 'done', actor: caller, origin })
      const found = await readUserDetail(db, visibleTo(caller), userId, since, event)
      if (!found) {
        // SECURITY: P22. What is no user’s ID may be anything that was typed, a password as well.
        const elsewhere = await openAccounts(databases.server).findUser('all-members', userId)
        const details = { code: 'not_found', ...(elsewhere ? { requestedUserId: elsewhere.userId } : {}) }
        await audit.append(db, { action: 'read_user', outcome: 'refused', actor: caller, origin, details })
        throw new AppError('not_found')
      }
      const { user, administrators, latestReissue, reissuesLately, refusals, memberFailures } = found
      return {
        ...describeUser(found, at),
        ...(latestReissue ? { lastReissue: describeLastReissue(latestReissue, at) } : {}),
        permissions: {
          reissue: describeReissuePermission(decideReissue(caller, user, caller.rules.reissue), administrators),
        },
        directory: found.inDirectory
          ? describeDirectory(directories.find(found.inDirectory.directory, user.memberId))
          : null,
        warnings: findWarnings({ ...user, reissuesLately, refusals, memberFailures }, at),
      }
    },
  }
}

function describeUser({ user, credential, inDirectory }: UserDetailRecord, at: Date) {
  const { lastLoginAt: _login, contactChangedAt: _change, memberHasAdministrator: _administered, ...shown } = user
  const expiresAt = inDirectory ? inDirectory.expiresAt : credential?.expiresAt
  return {
    ...shown,
    passwordState: inDirectory ? deriveDirectoryPasswordState(inDirectory, at) : derivePasswordState(credential, at),
    ...(expiresAt ? { temporaryPasswordExpiresAt: expiresAt.toISOString() } : {}),
  }
}
