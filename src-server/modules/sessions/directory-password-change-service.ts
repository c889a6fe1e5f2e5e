import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { ScopedDatabases } from '../../database/scoped-databases.ts'
import { DirectoryError } from '../../directory/directory-port.ts'
import type { Caller, RequestOrigin } from '../../plugins/request-context.ts'
import type { AuditService } from '../audit/audit-service.ts'
import { accountKey, type AccountQueue } from '../directories/account-queue.ts'
import type { Directories, MemberDirectory } from '../directories/directories.ts'
import { codeOfFailure, mayHaveBeenDone } from '../directories/directory-failure-policy.ts'
import { hastenSettling } from '../directories/duty-record-service.ts'
import { setDirectoryPassword } from '../directories/mirror-service.ts'
import { markReissuesUsed } from '../reissues/reissue-record-service.ts'
import { openAccounts, type DirectoryCredential } from '../users/account-service.ts'
import { isRunOut } from '../users/credential-policy.ts'
import type { CheckedPassword, PasswordCheck } from './password-check-service.ts'
import { createSessionRepository } from './session-repository.ts'

export interface DirectoryPasswordChange {
  /** Undefined for whoever’s password lives here. */
  find(caller: Caller): Promise<OwnDirectoryPassword | undefined>
}

export interface OwnDirectoryPassword {
  check(currentPassword: string): Promise<CheckedPassword | undefined>
  /**
   * Changes the password there, then what depends on it here. Throws AppError `directory_*`, `session_ended`,
   * `temporary_password_expired` or `invalid_credentials`; with `directory_outcome_unknown` nobody knows yet.
   */
  change(
    checked: CheckedPassword,
    passwords: { readonly currentPassword: string; readonly newPassword: string },
    origin: RequestOrigin,
  ): Promise<void>
}

export interface DirectoryPasswordChangeDependencies {
  readonly databases: ScopedDatabases
  readonly clock: () => Date
  readonly directories: Directories
  readonly queue: AccountQueue
  readonly audit: AuditService
  readonly passwordCheck: PasswordCheck
}

export function createDirectoryPasswordChange(deps: DirectoryPasswordChangeDependencies): DirectoryPasswordChange {
  const { databases, clock, directories, queue, audit, passwordCheck } = deps

  /** Written down before the directory is asked: no audit event, no change (P21). */
  const announce = (caller: Caller, directory: MemberDirectory, origin: RequestOrigin): Promise<void> =>
    databases
      .of(caller)
      .transaction()
      .execute(async (tx) => {
        await openAccounts(tx).lockUser(caller.memberId, caller.userId)
        // A reissue that came first has ended this session; it wins.
        if (!(await createSessionRepository(tx).isOpen(caller.memberId, caller.sessionId)))
          throw new AppError('session_ended')
        const details = { directory: directory.name }
        const event = { action: 'request_password_change', outcome: 'done', details } as const
        await audit.append(tx, { ...event, actor: caller, target: caller, origin })
      })

  const record = (caller: Caller, version: string, origin: RequestOrigin): Promise<void> =>
    databases
      .of(caller)
      .transaction()
      .execute(async (tx) => {
        const [sessions, at] = [createSessionRepository(tx), clock()]
        await openAccounts(tx).lockUser(caller.memberId, caller.userId)
        await setDirectoryPassword(tx, caller, { state: 'active', version, expiresAt: null }, at).execute()
        await markReissuesUsed(tx, caller, at)
        await hastenSettling(tx, caller, at)
        await sessions.endAllOfUser(caller, 'password_changed', at, caller.sessionId).execute()
        await sessions.makeFull(caller.memberId, caller.sessionId, at)
        await audit.append(tx, { action: 'choose_password', outcome: 'done', actor: caller, target: caller, origin })
      })

  return {
    async find(caller) {
      const credential = await openAccounts(databases.of(caller)).findDirectoryCredential(
        caller.memberId,
        caller.userId,
      )
      if (!credential) return undefined
      const directory = directories.find(credential.directory, caller.memberId)
      if (!directory) throw new AppError('directory_unavailable', { detail: 'not configured', retryAfterSeconds: 60 })
      return {
        check: (currentPassword) => passwordCheck.check(databases.of(caller), caller, currentPassword, undefined),
        change: (checked, { currentPassword, newPassword }, origin) =>
          queue.run(accountKey(caller), async () => {
            // Active Directory would take it until the sweeper has come by; the wait here may have been long.
            if (isRunOut(checked, clock())) throw new AppError('temporary_password_expired')
            await announce(caller, directory, origin)
            await changeThere(directory, credential, currentPassword, newPassword)
            const version = await readVersion(directory, credential)
            try {
              await record(caller, version, origin)
            } catch (cause) {
              // The new password is in force; a login with it brings everything in order.
              throw new AppError('directory_outcome_unknown', { retryAfterSeconds: 2 }, { cause })
            }
          }),
      }
    },
  }
}

async function changeThere(
  { port, readRetryAfterSeconds }: MemberDirectory,
  { accountId }: DirectoryCredential,
  currentPassword: string,
  newPassword: string,
): Promise<void> {
  try {
    await port.changePassword(accountId, currentPassword, newPassword)
  } catch (error) {
    if (!(error instanceof DirectoryError)) throw error
    if (mayHaveBeenDone(error)) {
      const verdict = await port.verify(accountId, newPassword).catch(() => undefined)
      if (verdict === 'chosen') return
    }
    const code = mayHaveBeenDone(error) ? 'directory_outcome_unknown' : codeOfFailure(error)
    const isWorthwhile = code === 'directory_unavailable' || code === 'directory_outcome_unknown'
    const facts = isWorthwhile ? { retryAfterSeconds: readRetryAfterSeconds() } : {}
    throw new AppError(code, facts, { cause: error })
  }
}

/** Where the directory is gone again, the mirror finds the version out later; until then it is no former one. */
async function readVersion({ port }: MemberDirectory, { accountId, version }: DirectoryCredential): Promise<string> {
  const account = await port.get(accountId).catch(() => undefined)
  return account?.version ?? `${version ?? ''}+`
}
