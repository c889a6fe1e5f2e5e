import type { Kysely } from 'kysely'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { ServerErrorCode } from '../../../src-shared/errors/server-errors.ts'
import type { Tables } from '../../database/tables.ts'
import type { Caller, RequestOrigin } from '../../plugins/request-context.ts'
import type { AuditService } from '../audit/audit-service.ts'
import type { Charge } from '../throttling/charging-service.ts'
import type { ThrottleService } from '../throttling/throttle-service.ts'
import { derivePasswordState } from '../users/credential-policy.ts'
import { refuseLogin } from './login-policy.ts'
import { findLogin, type LoginFinding, type LoginUser } from './login-repository.ts'
import type { CheckedPassword, PasswordCheck } from './password-check-service.ts'
import { createSessionOpening, type OpenedSession } from './session-opening-service.ts'
import type { SessionService } from './session-service.ts'

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
  logIn(input: LoginInput, origin: RequestOrigin, presentedToken: string | undefined): Promise<OpenedSession>
}

/** How often a login starts over because the password or the user was changed while it was being checked. */
const ATTEMPTS = 3

interface Attempt {
  readonly input: LoginInput
  readonly origin: RequestOrigin
  readonly charge: Charge
  readonly presented: Caller | undefined
}

interface Checked {
  readonly user: LoginUser | undefined
  readonly checked: CheckedPassword | undefined
}

export function createLoginService(deps: LoginDependencies): LoginService {
  const { db, clock, passwordCheck, audit, sessions, throttles } = deps
  const openSession = createSessionOpening(deps)

  const refuse = async (code: ServerErrorCode, user: LoginUser | undefined, origin: RequestOrigin): Promise<never> => {
    await audit.append(db, { action: 'log_in', outcome: 'refused', target: user, origin, details: { code } })
    throw new AppError(code)
  }

  /** Whose password it is, if it is right; the charge is taken back when there was no answer. */
  const check = async ({ user, credential }: LoginFinding, { input, charge }: Attempt): Promise<Checked> => {
    try {
      return { user, checked: await passwordCheck.check(db, user, input.password, credential) }
    } catch (error) {
      await charge.takeBack()
      throw error
    }
  }

  const attempt = async (asked: Attempt, found: LoginFinding): Promise<OpenedSession | undefined> => {
    const { input, origin, charge, presented } = asked
    const { user, checked } = await check(found, asked)
    if (!user || !checked) return refuse('invalid_credentials', user, origin)
    try {
      const refusal = refuseLogin({ state: user.state, passwordState: derivePasswordState(checked, clock()) })
      if (refusal) return await refuse(refusal, user, origin)
      const renewed = await checked.renew()
      const order = { user, checked, renewed, client: input.client, presented, origin }
      return await charge.succeedAlong((settle) => openSession({ ...order, settle }))
    } finally {
      // Whatever became of it, the password was right.
      await charge.succeed()
    }
  }

  return {
    async logIn(input, origin, presentedToken) {
      const presented = await sessions.findLive(presentedToken)
      const first = await findLogin(db, input.loginId)
      const { loginIdKey, user } = first
      const ownSessionId = presented?.userId === user?.userId ? presented?.sessionId : undefined
      const login = { loginIdKey, address: origin.remoteAddress, ownSessionId }
      const act = { action: 'log_in', findTarget: async () => user, origin } as const
      const charge = await throttles.chargeLogin(login, act)
      for (let tries = 0; tries < ATTEMPTS; tries += 1) {
        const found = tries === 0 ? first : await findLogin(db, input.loginId)
        const opened = await attempt({ input, origin, charge, presented }, found)
        if (opened) return opened
      }
      throw new AppError('conflict')
    },
  }
}
