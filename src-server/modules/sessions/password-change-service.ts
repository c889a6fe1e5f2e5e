import { AppError, describeError, isServerErrorCode, type FieldError } from '../../../src-shared/errors/catalogue.ts'
import type { ServerErrorCode } from '../../../src-shared/errors/server-errors.ts'
import type { ScopedDatabases } from '../../database/scoped-databases.ts'
import type { Caller, RequestOrigin } from '../../plugins/request-context.ts'
import type { PasswordVerifier } from '../../security/password-verifier.ts'
import type { AuditService } from '../audit/audit-service.ts'
import { findNewPasswordErrors } from '../policy/password-rules-policy.ts'
import { markReissueUsed } from '../reissues/reissue-record-service.ts'
import type { ThrottleService } from '../throttling/throttle-service.ts'
import { openAccounts, type CredentialRecord } from '../users/account-service.ts'
import { isRunOut } from '../users/credential-policy.ts'
import type { DirectoryPasswordChange } from './directory-password-change-service.ts'
import { createSessionRepository } from './session-repository.ts'

export interface PasswordChange {
  readonly currentPassword: string
  readonly newPassword: string
}

export interface PasswordChangeDependencies {
  readonly databases: ScopedDatabases
  readonly clock: () => Date
  readonly passwords: PasswordVerifier
  readonly audit: AuditService
  readonly throttles: ThrottleService
  /** For users whose password lives in a directory. */
  readonly inDirectories: DirectoryPasswordChange
}

export interface PasswordChangeService {
  /**
   * Throws AppError `invalid_credentials`, `too_many_attempts`, `temporary_password_expired`, `password_policy`,
   * `session_ended`, `overloaded` or what `DirectoryPasswordChange` does.
   */
  choosePassword(caller: Caller, change: PasswordChange, origin: RequestOrigin): Promise<void>
}

export function createPasswordChangeService(deps: PasswordChangeDependencies): PasswordChangeService {
  const { databases, clock, passwords, audit, throttles, inDirectories } = deps

  const refuse = async (
    code: ServerErrorCode,
    caller: Caller,
    origin: RequestOrigin,
    fields?: readonly FieldError[],
  ): Promise<never> => {
    await audit.append(databases.of(caller), {
      action: 'choose_password',
      outcome: 'refused',
      actor: caller,
      target: caller,
      origin,
      details: { code },
    })
    throw new AppError(code, fields ? { fields } : {})
  }

  /** All or nothing: the verifier, the reissue’s end, the other sessions, this session, the audit. */
  const replacePassword = (
    caller: Caller,
    checked: CredentialRecord,
    verifier: string,
    origin: RequestOrigin,
  ): Promise<void> =>
    databases
      .of(caller)
      .transaction()
      .execute(async (tx) => {
        const [accounts, sessions, at] = [openAccounts(tx), createSessionRepository(tx), clock()]
        await accounts.lockUser(caller.memberId, caller.userId)
        // A reissue or another change that came first has ended this session; it wins.
        if (!(await sessions.isOpen(caller.memberId, caller.sessionId))) throw new AppError('session_ended')
        const credential = await accounts.findCredential(caller.memberId, caller.userId)
        if (credential?.verifier !== checked.verifier) throw new AppError('conflict')
        if (isRunOut(credential, at)) throw new AppError('temporary_password_expired')
        await accounts.setChosenPassword(caller.memberId, caller.userId, verifier, at)
        if (credential.reissueId !== null) await markReissueUsed(tx, caller.memberId, credential.reissueId, at)
        await sessions.endAllOfUser(caller, 'password_changed', at, caller.sessionId).execute()
        await sessions.makeFull(caller.memberId, caller.sessionId, at)
        await audit.append(tx, { action: 'choose_password', outcome: 'done', actor: caller, target: caller, origin })
      })

  /** What the current password was checked against, if it was right. Guesses are counted by session: no stranger’s count. */
  const checkCurrent = async <T>(
    caller: Caller,
    origin: RequestOrigin,
    check: () => Promise<T | undefined>,
  ): Promise<T | undefined> => {
    const charge = await throttles.chargeSession(caller.sessionId, {
      action: 'choose_password',
      actor: caller,
      findTarget: async () => caller,
      origin,
    })
    try {
      const checked = await check()
      if (checked !== undefined) await charge.succeed()
      return checked
    } catch (error) {
      await charge.takeBack()
      throw error
    }
  }

  const checkHere = async (caller: Caller, currentPassword: string): Promise<CredentialRecord | undefined> => {
    const credential = await openAccounts(databases.of(caller)).findCredential(caller.memberId, caller.userId)
    return credential && (await passwords.verify(credential.verifier, currentPassword)) ? credential : undefined
  }

  /** Refusals that come of the change itself are recorded, too; an open outcome is none. */
  const recordRefusal = async (caller: Caller, origin: RequestOrigin, work: () => Promise<void>): Promise<void> => {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof AppError) || !isServerErrorCode(error.code)) throw error
      if (describeError(error.code).effect === 'unknown') throw error
      return refuse(error.code, caller, origin)
    }
  }

  return {
    async choosePassword(caller, change, origin) {
      const { currentPassword, newPassword } = change
      const there = await inDirectories.find(caller)
      const here = there ? undefined : await checkCurrent(caller, origin, () => checkHere(caller, currentPassword))
      const inDirectory = there && (await checkCurrent(caller, origin, () => there.check(currentPassword)))
      const checked = inDirectory ?? here
      if (!checked) return refuse('invalid_credentials', caller, origin)
      if (isRunOut(checked, clock())) return refuse('temporary_password_expired', caller, origin)
      const errors = findNewPasswordErrors(newPassword, currentPassword, caller.rules.newPassword, caller)
      if (errors.length > 0) return refuse('password_policy', caller, origin, errors)
      if (there && inDirectory) return recordRefusal(caller, origin, () => there.change(inDirectory, change, origin))
      if (!here) return refuse('invalid_credentials', caller, origin)
      const verifier = await passwords.hash(newPassword)
      return recordRefusal(caller, origin, () => replacePassword(caller, here, verifier, origin))
    },
  }
}
