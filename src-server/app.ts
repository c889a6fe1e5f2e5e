import { fastify, LogController, type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Kysely } from 'kysely'
import { apiBasePath } from '../src-shared/api/route.ts'
import type { RandomInt } from '../src-shared/domain/temporary-password.ts'
import type { Tables } from './database/tables.ts'
import { createAuditService } from './modules/audit/audit-service.ts'
import { createNotificationService } from './modules/notifications/notification-service.ts'
import { registerPolicyRoutes } from './modules/policy/policy-routes.ts'
import { createPolicyService } from './modules/policy/policy-service.ts'
import { createHistoryService } from './modules/reissues/history-service.ts'
import { createIdempotencyService } from './modules/reissues/idempotency-service.ts'
import { createRefusalService } from './modules/reissues/refusal-service.ts'
import { registerReissueRoutes } from './modules/reissues/reissue-routes.ts'
import { createReissueService } from './modules/reissues/reissue-service.ts'
import { createIssueTransaction } from './modules/reissues/reissue-transaction-service.ts'
import { createSuggestionService } from './modules/reissues/suggestion-service.ts'
import { createLoginService } from './modules/sessions/login-service.ts'
import { createPasswordChangeService } from './modules/sessions/password-change-service.ts'
import { registerSessionRoutes } from './modules/sessions/session-routes.ts'
import { createSessionService } from './modules/sessions/session-service.ts'
import { registerUserRoutes } from './modules/users/user-routes.ts'
import { createUserSearchRepository } from './modules/users/user-search-repository.ts'
import { createUserSearchService } from './modules/users/user-search-service.ts'
import { createUserService } from './modules/users/user-service.ts'
import { createSessionCheck } from './plugins/authentication.ts'
import { serveHealth } from './plugins/health.ts'
import { serveOpenApi } from './plugins/openapi.ts'
import { answerProblems, answerUnreadableRequest, sendFailure } from './plugins/problem-details.ts'
import { createRouteRegistrar, type SessionCheck } from './plugins/register-route.ts'
import { chooseRequestId } from './plugins/request-id.ts'
import { createLoggerOptions, logRequests, type LoggerOptions } from './plugins/request-log.ts'
import { defaultTimeouts, type RequestTimeouts } from './request-timeouts.ts'
import { createListCursors } from './security/list-cursor.ts'
import type { PasswordVerifier } from './security/password-verifier.ts'
import { createRequestFingerprints } from './security/request-fingerprint.ts'
import type { ServerKeys } from './security/server-keys.ts'
import { createSuggestionTokens } from './security/suggestion-token.ts'

/** Everything from outside: the world, time, chance. */
export interface AppDependencies {
  readonly db: Kysely<Tables>
  readonly keys: ServerKeys
  readonly passwords: PasswordVerifier
  readonly clock: () => Date
  readonly randomInt: RandomInt
  /** UUIDs, e.g. `randomUUID` of node:crypto. */
  readonly newId: () => string
  readonly logger: LoggerOptions
  /** Default: `defaultTimeouts`. */
  readonly timeouts?: RequestTimeouts
}

/** Largest request body; every field of the contract together is far smaller. */
const BODY_LIMIT_BYTES = 64 * 1024

/** Builds the HTTP service by hand, from the contract and its services. It does not listen. */
export function buildApp(deps: AppDependencies): FastifyInstance {
  const app = createFastify(deps.logger, deps.timeouts ?? defaultTimeouts)
  const services = createServices(deps)
  const checkSession = createSessionCheck({
    openSession: (token) => services.sessions.open(token),
    recordDenial: (actor, operation, code, origin) =>
      services.audit.append(deps.db, {
        action: 'call_route',
        outcome: 'refused',
        actor,
        origin,
        details: { operation, code },
      }),
  })
  answerProblems(app)
  logRequests(app)
  serveOpenApi(app)
  serveHealth(app, () => services.policy.readRules(deps.db))
  app.register(async (api) => registerRoutes(api, checkSession, services, deps), { prefix: apiBasePath })
  return app
}

function createFastify(logger: LoggerOptions, timeouts: RequestTimeouts): FastifyInstance {
  const { connectionsCheckingInterval, headersTimeout, ...limits } = timeouts
  const app: FastifyInstance = fastify({
    logger: createLoggerOptions(logger),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    bodyLimit: BODY_LIMIT_BYTES,
    ...limits,
    http: { connectionsCheckingInterval, headersTimeout },
    genReqId: chooseRequestId,
    exposeHeadRoutes: false,
    // While closing, the hook of answerProblems says so in the format of every other error.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => void sendFailure(error, request, reply),
    clientErrorHandler: answerUnreadableRequest,
  })
  app.decorateRequest('caller', null)
  app.removeContentTypeParser('text/plain')
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  return app
}

type Services = ReturnType<typeof createServices>

function createServices({ db, keys, passwords, clock, randomInt, newId }: AppDependencies) {
  const audit = createAuditService(clock)
  const policy = createPolicyService()
  const notifications = createNotificationService(newId)
  const cursors = createListCursors(keys.deriveKey('list-cursor'))
  const tokens = createSuggestionTokens(keys.deriveKey('suggestion-token'))
  const fingerprints = createRequestFingerprints(keys.deriveKey('request-fingerprint'))
  const sessions = createSessionService({ db, clock, audit })
  const refusals = createRefusalService(db, audit)
  const idempotency = createIdempotencyService(fingerprints)
  const issueTemporaryPassword = createIssueTransaction({ db, clock, newId, policy, idempotency, audit, notifications })
  return {
    audit,
    policy,
    sessions,
    login: createLoginService({ db, clock, newId, passwords, audit, sessions }),
    passwordChange: createPasswordChangeService({ db, clock, passwords, audit, policy }),
    users: createUserService({ db, clock, audit, policy }),
    userSearch: createUserSearchService({ users: createUserSearchRepository(db), cursors, clock }),
    suggestions: createSuggestionService({ db, clock, randomInt, audit, policy, tokens, refusals }),
    reissues: createReissueService({
      db,
      clock,
      passwords,
      policy,
      tokens,
      fingerprints,
      idempotency,
      refusals,
      issueTemporaryPassword,
    }),
    history: createHistoryService(db, cursors, clock),
  }
}

function registerRoutes(
  api: FastifyInstance,
  checkSession: SessionCheck,
  services: Services,
  { db }: AppDependencies,
): void {
  const register = createRouteRegistrar(api, checkSession)
  registerSessionRoutes(register, services)
  registerPolicyRoutes(register, db, services.policy)
  registerUserRoutes(register, services.users, services.userSearch)
  registerReissueRoutes(register, services)
}
