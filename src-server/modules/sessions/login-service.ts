import type { Kysely } from 'kysely'
import type { Session } from '../../../src-shared/api/sessions.ts'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { ServerErrorCode } from '../../../src-shared/errors/server-errors.ts'
import type { Tables } from '../../database/tables.ts'
import type { Caller, RequestOrigin } from '../../plugins/request-context.ts'
import type { AuditService } from '../audit/audit-service.ts'
import type { Charge } from '../throttling/charging-service.ts'
import type { ThrottleService } from '../throttling/throttle-service.ts'
import { derivePasswordState } from '../users/credential-policy.ts'
import { openAccounts, type UserRecord } from '../users/account-service.ts'
import { refuseLogin } from './login-policy.ts'
import type { CheckedPassword, PasswordCheck } from './password-check-service.ts'
import { createSessionOpening } from './session-opening-service.ts'
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
  readonly passwordCheck: PasswordCheck
  readonly audit: AuditService
  readonly sessions: SessionService
  readonly throttles: ThrottleService
}

export interface LoginService {
  /**
   * Opens a session. A live one of the same user whose token is presented ends with it (P18); any other token is ignored.
   * Throws AppError `invalid_credentials`, `too_many_attempts`, `account_disabled`, `temporary_password_expired`,
   * `overloaded`, `directory_unavailable` or `directory_denied`.
   */
  logIn(
    input: LoginInput,
    origin: RequestOrigin,
    presentedToken: string | undefined,
  ): Promise<{ token: string; session: Session }>
}

/** How often a login starts over because the password or the user was changed while it was being checked. */
const ATTEMPTS = 3

interface Attempt {
  readonly input: LoginInput
  readonly origin: RequestOrigin
  readonly charge: Charge
  readonly presented: Caller | undefined
}

export function createLoginService(deps: LoginDependencies): LoginService {
  const { db, clock, passwordCheck, audit, sessions, throttles } = deps
  const openSession = createSessionOpening(deps)

  const refuse = async (code: ServerErrorCode, user: UserRecord | undefined, origin: RequestOrigin): Promise<never> => {
    await audit.append(db, { action: 'log_in', outcome: 'refused', target: user, origin, details: { code } })
    throw new AppError(code)
  }

  /** The password if it is right; the charge is settled with the answer, or taken back when there was none. */
  const check = async (
    user: UserRecord | undefined,
    password: string,
    charge: Charge,
  ): Promise<CheckedPassword | undefined> => {
    try {
      const checked = await passwordCheck.check(db, user, password)
      if (checked) await charge.succeed()
      return checked
    } catch (error) {
      await charge.takeBack()
      throw error
    }
  }

  const attempt = async ({ input, origin, charge, presented }: Attempt): Promise<string | undefined> => {
    const accounts = openAccounts(db)
    const user = await accounts.findUserByLoginId(input.loginId)
    const checked = await check(user, input.password, charge)
    if (!user || !checked) return refuse('invalid_credentials', user, origin)
    const refusal = refuseLogin({ state: user.state, passwordState: derivePasswordState(checked, clock()) })
    if (refusal) return refuse(refusal, user, origin)
    const renewed = await checked.renew()
    return openSession({ user, checked, renewed, client: input.client, presented, origin })
  }

  return {
    async logIn(input, origin, presentedToken) {
      const presented = await sessions.findLive(presentedToken)
      const charge = await throttles.chargeLogin(
        { loginId: input.loginId, address: origin.remoteAddress, session: presented },
        {
          action: 'log_in',
          findTarget: (connection) => openAccounts(connection).findUserByLoginId(input.loginId),
          origin,
        },
      )
      for (let tries = 0; tries < ATTEMPTS; tries += 1) {
        const token = await attempt({ input, origin, charge, presented })
        if (token !== undefined) return { token, session: describeSession(await sessions.open(token)) }
      }
      throw new AppError('conflict')
    },
  }
}
