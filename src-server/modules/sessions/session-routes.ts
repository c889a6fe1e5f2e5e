import { sessionRoutes } from '../../../src-shared/api/sessions.ts'
import type { RegisterRoute } from '../../plugins/register-route.ts'
import { readBearerToken } from '../../security/session-token.ts'
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
  // The one route that asks for no session and heeds one all the same: a login within a session takes its place.
  register('logIn', sessionRoutes.logIn, ({ body, origin }, { request }) =>
    login.logIn(body, origin, readBearerToken(request.headers.authorization)),
  )
  register('readSession', sessionRoutes.readSession, async ({ caller }) => describeSession(caller))
  register('logOut', sessionRoutes.logOut, ({ caller, origin }) => sessions.logOut(caller, origin))
  register('logOutEverywhere', sessionRoutes.logOutEverywhere, ({ caller, origin }) =>
    sessions.logOutEverywhere(caller, origin),
  )
  register('choosePassword', sessionRoutes.choosePassword, ({ caller, body, origin }) =>
    passwordChange.choosePassword(caller, body, origin),
  )
}
