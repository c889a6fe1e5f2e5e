import { setTimeout as pause } from 'node:timers/promises'
import { fastify, LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { apiBasePath } from '../src-shared/api/route.ts'
import type { RandomInt } from '../src-shared/domain/temporary-password.ts'
import { checkReadiness } from './database/migrate.ts'
import type { ScopedDatabases } from './database/scoped-databases.ts'
import { createAuditReadingService } from './modules/audit/audit-reading-service.ts'
import { registerAuditRoutes } from './modules/audit/audit-routes.ts'
import { createAuditService } from './modules/audit/audit-service.ts'
import { createAccountQueue } from './modules/directories/account-queue.ts'
import { noDirectories, type Directories } from './modules/directories/directories.ts'
import { createDutyService } from './modules/directories/duty-service.ts'
import { createMirrorService } from './modules/directories/mirror-service.ts'
import { createSyncService } from './modules/directories/sync-service.ts'
import type { DirectoryWork } from './modules/directories/start-directory-work.ts'
import { createNotificationService } from './modules/notifications/notification-service.ts'
import { registerPolicyRoutes } from './modules/policy/policy-routes.ts'
import { createPolicyService } from './modules/policy/policy-service.ts'
import { composeDirectoryReissues } from './modules/reissues/compose-directory-reissues.ts'
import { createHandoverService } from './modules/reissues/handover-service.ts'
import { createHistoryService } from './modules/reissues/history-service.ts'
import { createIdempotencyService } from './modules/reissues/idempotency-service.ts'
import { createRefusalService } from './modules/reissues/refusal-service.ts'
import { createReissueEffects } from './modules/reissues/reissue-effects-service.ts'
import { registerReissueRoutes } from './modules/reissues/reissue-routes.ts'
import { createReissueService } from './modules/reissues/reissue-service.ts'
import { createIssueTransaction } from './modules/reissues/reissue-transaction-service.ts'
import { createSuggestionService } from './modules/reissues/suggestion-service.ts'
import { createDirectoryPasswordChange } from './modules/sessions/directory-password-change-service.ts'
import { createLoginService } from './modules/sessions/login-service.ts'
import { createPasswordCheck } from './modules/sessions/password-check-service.ts'
import { createPasswordChangeService } from './modules/sessions/password-change-service.ts'
import { registerSessionRoutes } from './modules/sessions/session-routes.ts'
import { createSessionService } from './modules/sessions/session-service.ts'
import { createThrottleService } from './modules/throttling/throttle-service.ts'
import { createSearchIndexRepository } from './modules/users/search-index/search-index-repository.ts'
import { createSearchIndex, type SearchIndex } from './modules/users/search-index/search-index-service.ts'
import { registerUserRoutes } from './modules/users/user-routes.ts'
import { createUserSearchRepository } from './modules/users/user-search-repository.ts'
import { createUserSearchService } from './modules/users/user-search-service.ts'
import { createUserService } from './modules/users/user-service.ts'
import { composeVerifications } from './modules/verifications/compose-verifications.ts'
import { registerVerificationRoutes } from './modules/verifications/verification-routes.ts'
import { createSessionCheck } from './plugins/authentication.ts'
import { recordFirstDenials } from './plugins/first-denials.ts'
import { serveHealth } from './plugins/health.ts'
import { serveOpenApi } from './plugins/openapi.ts'
import { answerProblems, answerUnreadableRequest, sendFailure } from './plugins/problem-details.ts'
import { createRouteRegistrar, type SessionCheck } from './plugins/register-route.ts'
import { measureRequests, type ObservedRequest } from './plugins/request-metrics.ts'
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
  readonly databases: ScopedDatabases
  readonly keys: ServerKeys
  readonly passwords: PasswordVerifier
  readonly clock: () => Date
  readonly randomInt: RandomInt
  /** UUIDs, e.g. `randomUUID` of node:crypto. */
  readonly newId: () => string
  readonly logger: LoggerOptions
  /** Told of every answer; nobody is when left out. */
  readonly observeRequest?: (request: ObservedRequest) => void
  /** Default: `defaultTimeouts`. */
  readonly timeouts?: RequestTimeouts
  /** Addresses and networks of proxies whose word on the client’s address is taken; nobody’s when left out. */
  readonly trustedProxies?: readonly string[]
  /** Where the users of some members live; nowhere but here when left out. Closed by whoever opened them. */
  readonly directories?: Directories
  /** Default: `setTimeout` of node:timers/promises. */
  readonly wait?: (delayMs: number) => Promise<unknown>
}

/** The service, and what has to be done in its directories besides. */
export interface BuiltApp {
  readonly app: FastifyInstance
  readonly directoryWork: DirectoryWork
  readonly searchIndex: SearchIndex
}

/** Largest request body; every field of the contract together is far smaller. */
const BODY_LIMIT_BYTES = 64 * 1024

/** Builds the HTTP service by hand, from the contract and its services. It does not listen. */
export const buildApp = (deps: AppDependencies): FastifyInstance => buildAppWithWork(deps).app

/** The same with what `serve` does every few seconds where there are directories. */
export function buildAppWithWork(deps: AppDependencies): BuiltApp {
  const app = createFastify(deps.logger, deps.timeouts ?? defaultTimeouts, deps.trustedProxies ?? [])
  const services = createServices(deps, app.log)
  const checkSession = createSessionCheck({
    openSession: (token, use) => services.sessions.open(token, use),
    recordDenial: recordFirstDenials(deps.clock, (actor, operation, code, origin) =>
      services.audit.append(deps.databases.server, {
        action: 'call_route',
        outcome: 'refused',
        actor,
        origin,
        details: { operation, code },
      }),
    ),
  })
  answerProblems(app)
  logRequests(app)
  if (deps.observeRequest) measureRequests(app, deps.observeRequest)
  serveOpenApi(app)
  serveHealth(app, () => checkReadiness(deps.databases.server))
  app.register(async (api) => registerRoutes(api, checkSession, services), { prefix: apiBasePath })
  const { directoryWork, searchIndex } = services
  app.addHook('onReady', async () => searchIndex.start())
  app.addHook('onClose', () => searchIndex.stop())
  return { app, directoryWork, searchIndex }
}

function createFastify(
  logger: LoggerOptions,
  timeouts: RequestTimeouts,
  trustedProxies: readonly string[],
): FastifyInstance {
  const { connectionsCheckingInterval, headersTimeout, ...limits } = timeouts
  const app: FastifyInstance = fastify({
    logger: createLoggerOptions(logger),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    bodyLimit: BODY_LIMIT_BYTES,
    // SECURITY: P11. From anybody else `X-Forwarded-For` is what the client would like to be.
    ...(trustedProxies.length > 0 ? { trustProxy: [...trustedProxies] } : {}),
    ...limits,
    // Node’s own answer to a request without a host has no body; a hook of answerProblems refuses it.
    http: { connectionsCheckingInterval, headersTimeout, requireHostHeader: false },
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

function createServices(deps: AppDependencies, log: FastifyBaseLogger) {
  const { databases, keys, passwords, clock, randomInt, newId, directories = noDirectories, wait = pause } = deps
  const db = databases.server
  const audit = createAuditService(clock)
  const policy = createPolicyService()
  const notifications = createNotificationService(newId)
  const searchIndex = createSearchIndex({ repository: createSearchIndexRepository(db), log })
  const cursors = createListCursors(keys.deriveKey('list-cursor'))
  const tokens = createSuggestionTokens(keys.deriveKey('suggestion-token'))
  const fingerprints = createRequestFingerprints(keys.deriveKey('request-fingerprint'))
  const sessions = createSessionService({ databases, clock, audit })
  const refusals = createRefusalService(databases, audit)
  const throttles = createThrottleService({ db, clock, key: keys.deriveKey('throttle'), audit })
  const idempotency = createIdempotencyService(db, fingerprints)
  const recordReissue = createReissueEffects({ idempotency, audit, notifications, throttles })
  const issueTemporaryPassword = createIssueTransaction({ databases, clock, newId, idempotency, recordReissue })
  const queue = createAccountQueue()
  const mirror = createMirrorService({ db, clock, audit })
  const passwordCheck = createPasswordCheck({ passwords, directories })
  directories.watch(({ kind, detail }, about) => log.warn({ ...about, kind, detail }, 'a directory failed'))
  const { inDirectories, reconcileIntents } = composeDirectoryReissues({
    databases,
    clock,
    newId,
    wait,
    directories,
    queue,
    mirror,
    idempotency,
    audit,
    recordReissue,
    alert: (about) => log.error(about, 'a reissue in a directory is unconfirmed: the user may need another one'),
    reportUnrecorded: (err) => log.error({ err }, 'a reissue was done in the directory and could not be recorded'),
  })
  const ownDirectories = { databases, clock, directories, queue, audit, passwordCheck }
  return {
    audit,
    policy,
    sessions,
    login: createLoginService({ db, clock, newId, passwordCheck, audit, sessions, throttles }),
    passwordChange: createPasswordChangeService({
      databases,
      clock,
      passwords,
      audit,
      throttles,
      inDirectories: createDirectoryPasswordChange(ownDirectories),
    }),
    users: createUserService({ databases, clock, audit, directories }),
    searchIndex,
    userSearch: createUserSearchService({
      databases,
      users: createUserSearchRepository(db, searchIndex),
      cursors,
      clock,
    }),
    suggestions: createSuggestionService({ databases, clock, randomInt, audit, tokens, refusals, throttles }),
    reissues: createReissueService({
      databases,
      clock,
      passwords,
      tokens,
      fingerprints,
      idempotency,
      refusals,
      throttles,
      issueTemporaryPassword,
      inDirectories,
    }),
    directoryWork: {
      directories,
      sync: createSyncService({ db, clock, mirror }),
      duties: createDutyService({ db, clock, directories, queue, audit }),
      reconcileIntents,
    },
    auditReading: createAuditReadingService({ db, clock, audit, cursors }),
    history: createHistoryService(databases, cursors, clock),
    handovers: createHandoverService({ databases, clock, audit, refusals }),
    ...composeVerifications({ db, clock, newId, audit, policy, notifications, refusals, throttles, cursors }),
  }
}

function registerRoutes(api: FastifyInstance, checkSession: SessionCheck, services: Services): void {
  const register = createRouteRegistrar(api, checkSession)
  registerSessionRoutes(register, services)
  registerPolicyRoutes(register)
  registerUserRoutes(register, services.users, services.userSearch)
  registerReissueRoutes(register, services)
  registerAuditRoutes(register, services.auditReading)
  registerVerificationRoutes(register, services)
}
