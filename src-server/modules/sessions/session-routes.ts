import { sessionRoutes } from '../../../src-shared/api/sessions.ts'
import type { RegisterRoute } from '../../plugins/register-route.ts'
import type { LoginService } from './login-service.ts'
import type { PasswordChangeService } from './password-change-service.ts'
import { describeSession, type SessionService } from './session-service.ts'

export interface SessionRouteServices {
  readonly login: LoginService
  readonly sessions: SessionService
  readonly passwordChange: PasswordChangeService
}

export function registerSessionRoutes(register: RegisterRoute, services: SessionRouteServices): void {
  const { login, sessions, passwordChange } = services
  register('logIn', sessionRoutes.logIn, ({ body, origin }) => login.logIn(body, origin))
  register('readSession', sessionRoutes.readSession, async ({ caller }) => describeSession(caller))
  register('logOut', sessionRoutes.logOut, ({ caller, origin }) => sessions.logOut(caller, origin))
  register('logOutEverywhere', sessionRoutes.logOutEverywhere, ({ caller, origin }) =>
    sessions.logOutEverywhere(caller, origin),
  )
  register('choosePassword', sessionRoutes.choosePassword, ({ caller, body, origin }) =>
    passwordChange.choosePassword(caller, body, origin),
  )
}
