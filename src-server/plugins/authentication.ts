import { backgroundHeader, type RouteDefinition } from '../../src-shared/api/route.ts'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import type { ServerErrorCode } from '../../src-shared/errors/server-errors.ts'
import { readBearerToken } from '../security/session-token.ts'
import type { SessionCheck } from './register-route.ts'
import { originOf } from './request-origin.ts'
import type { Caller, RequestOrigin, SessionUse } from './request-context.ts'

export interface AuthenticationDependencies {
  /** The owner of a live session; throws AppError `session_ended` or `session_expired`. */
  readonly openSession: (token: string, use: SessionUse) => Promise<Caller>
  readonly recordDenial: RecordDenial
}

export type RecordDenial = (
  caller: Caller,
  operation: string,
  code: ServerErrorCode,
  origin: RequestOrigin,
) => Promise<void>

/**
 * The session check of every route, derived from its definition: a live session (401), one that need not choose a new
 * password first (P4: 403 `password_change_required`), the right role (403 `forbidden_role`), in this order.
 */
export function createSessionCheck({ openSession, recordDenial }: AuthenticationDependencies): SessionCheck {
  return (definition) => async (request) => {
    const token = readBearerToken(request.headers.authorization)
    if (token === undefined) throw new AppError('session_ended')
    const caller = await openSession(token, request.headers[backgroundHeader] === '1' ? 'background' : 'activity')
    request.caller = caller
    const refusal = refuseRoute(definition, caller)
    if (refusal === undefined) return
    await recordDenial(caller, `${definition.method} ${definition.path}`, refusal, originOf(request))
    throw new AppError(refusal)
  }
}

function refuseRoute({ session, roles, right }: RouteDefinition, caller: Caller): ServerErrorCode | undefined {
  if (caller.mustChangePassword && session !== 'must-change') return 'password_change_required'
  const hasRole = roles === undefined || roles.includes(caller.role)
  const hasRight = right === undefined || caller.isAuditor
  return hasRole && hasRight ? undefined : 'forbidden_role'
}
