import type { Kysely } from 'kysely'
import type { Session } from '../../../src-shared/api/sessions.ts'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { ServerErrorCode } from '../../../src-shared/errors/server-errors.ts'
import type { Tables } from '../../database/tables.ts'
import type { RequestOrigin } from '../../plugins/request-context.ts'
import type { PasswordVerifier } from '../../security/password-verifier.ts'
import { createSessionToken, hashSessionToken } from '../../security/session-token.ts'
import type { AuditService } from '../audit/audit-service.ts'
import { derivePasswordState } from '../users/credential-policy.ts'
import { openAccounts, type CredentialRecord, type UserRecord } from '../users/account-service.ts'
import { refuseLogin } from './login-policy.ts'
import { createSessionRepository } from './session-repository.ts'
import { describeSession, type SessionService } from './session-service.ts'

export interface LoginInput {
  readonly loginId: string
  readonly password: string
  readonly client?: string | undefined
}

export interface LoginDependencies {
  readonly db: Kysely<Tables>
  readonly clock: () => Date
  readonly newId: () => string
  readonly passwords: PasswordVerifier
  readonly audit: AuditService
  readonly sessions: SessionService
}

export interface LoginService {
  /** Throws AppError `invalid_credentials`, `account_disabled`, `temporary_password_expired` or `overloaded`. */
  logIn(input: LoginInput, origin: RequestOrigin): Promise<{ token: string; session: Session }>
}

/** How often a login starts over because the password or the user was changed while it was being checked. */
const ATTEMPTS = 3

export function createLoginService(deps: LoginDependencies): LoginService {
  const { db, clock, newId, passwords, audit, sessions } = deps

  const refuse = async (code: ServerErrorCode, user: UserRecord | undefined, origin: RequestOrigin): Promise<never> => {
    await audit.append(db, { action: 'log_in', outcome: 'refused', target: user, origin, details: { code } })
    throw new AppError(code)
  }

  /** Opens the session, unless the verifier that was checked is no longer the user’s, or the user was disabled. */
  const openSession = (
    user: UserRecord,
    checked: CredentialRecord,
    renewed: string | undefined,
    input: LoginInput,
    origin: RequestOrigin,
  ) =>
    db.transaction().execute(async (tx) => {
      const accounts = openAccounts(tx)
      // SECURITY: P7. Without the lock, a login with the old password could open its session just after a reissue ended all.
      await accounts.lockUser(user.memberId, user.userId)
      const credential = await accounts.findCredential(user.memberId, user.userId)
      if (credential?.verifier !== checked.verifier) return undefined
      // Disabled meanwhile: the next try says so. A session opened now would come to life when the user is enabled again.
      const locked = await accounts.findUser({ memberId: user.memberId }, user.userId)
      if (locked?.state !== 'active') return undefined
      const [at, token, sessionId, repository] = [clock(), createSessionToken(), newId(), createSessionRepository(tx)]
      if (renewed !== undefined) await accounts.replaceVerifier(user.memberId, user.userId, renewed)
      await accounts.recordLogin(user.memberId, user.userId, at)
      const limitSeconds = await repository.readAbsoluteLimitSeconds()
      await repository.insert({
        member_id: user.memberId,
        session_id: sessionId,
        user_id: user.userId,
        token_hash: hashSessionToken(token),
        must_change_password: checked.kind === 'temporary',
        client: input.client ?? null,
        created_at: at,
        last_seen_at: at,
        expires_at: new Date(at.getTime() + limitSeconds * 1000),
        ended_at: null,
        end_reason: null,
      })
      const details = { sessionId, mustChangePassword: checked.kind === 'temporary' }
      await audit.append(tx, { action: 'log_in', outcome: 'done', actor: user, target: user, origin, details })
      return token
    })

  const attempt = async (input: LoginInput, origin: RequestOrigin): Promise<string | undefined> => {
    const accounts = openAccounts(db)
    const user = await accounts.findUserByLoginId(input.loginId)
    const credential = user && (await accounts.findCredential(user.memberId, user.userId))
    const matches = credential
      ? await passwords.verify(credential.verifier, input.password)
      : await passwords.verifyForNobody(input.password)
    if (!user || !credential || !matches) return refuse('invalid_credentials', user, origin)
    const refusal = refuseLogin({ state: user.state, passwordState: derivePasswordState(credential, clock()) })
    if (refusal) return refuse(refusal, user, origin)
    const renewed = passwords.needsRehash(credential.verifier) ? await passwords.hash(input.password) : undefined
    return openSession(user, credential, renewed, input, origin)
  }

  return {
    async logIn(input, origin) {
      for (let tries = 0; tries < ATTEMPTS; tries += 1) {
        const token = await attempt(input, origin)
        if (token !== undefined) return { token, session: describeSession(await sessions.open(token)) }
      }
      throw new AppError('conflict')
    },
  }
}
