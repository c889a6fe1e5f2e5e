import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import { z } from 'zod'
import type { RouteDefinition, RouteOutput } from '../../src-shared/api/route.ts'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import type { Caller, RequestOrigin } from './request-context.ts'
import { originOf } from './request-origin.ts'
import { schemaOfRoute } from './route-schema.ts'

type Parsed<R, Name extends 'params' | 'query' | 'headers' | 'body'> = R extends {
  readonly [K in Name]: infer S extends z.ZodType
}
  ? { readonly [K in Name]: z.output<S> }
  : unknown

/** What a handler gets: the validated parts of the request, whose session it is, and where it came from. */
export type RouteRequest<R extends RouteDefinition> = Parsed<R, 'params'> &
  Parsed<R, 'query'> &
  Parsed<R, 'headers'> &
  Parsed<R, 'body'> & { readonly caller: R['session'] extends 'none' ? null : Caller; readonly origin: RequestOrigin }

export type RouteHandler<R extends RouteDefinition> = (
  request: RouteRequest<R>,
  reply: FastifyReply,
) => Promise<RouteOutput<R>>

/** Checks the session that a route asks for and the role of its owner, before the body is even read. */
export type SessionCheck = (definition: RouteDefinition) => onRequestAsyncHookHandler

export type RegisterRoute = <const R extends RouteDefinition>(
  operation: string,
  definition: R,
  handler: RouteHandler<R>,
) => void

/**
 * The one way in which a route of the contract comes into being. Everything is derived from its definition: validation
 * (unknown fields are refused), session and role, the answer’s schema, which drops every field it does not name (P10),
 * and OpenAPI. A route registered here cannot forget its checks.
 */
export function createRouteRegistrar(app: FastifyInstance, checkSession: SessionCheck): RegisterRoute {
  return (operation, definition, handler) => {
    const isRequest = createRequestGuard(definition)
    app.route({
      method: definition.method,
      url: definition.path,
      schema: schemaOfRoute(operation, definition),
      onRequest: definition.session === 'none' ? [] : [checkSession(definition)],
      handler: async (request, reply) => {
        const answer = await handler(readRequest(isRequest, request), reply)
        reply.code(definition.success.status)
        return definition.success.status === 204 ? reply.send() : answer
      },
    })
  }
}

type RequestGuard<R extends RouteDefinition> = (request: unknown) => request is RouteRequest<R>

function readRequest<R extends RouteDefinition>(isRequest: RequestGuard<R>, request: FastifyRequest): RouteRequest<R> {
  const { params, query, headers, body, caller } = request
  const validated: unknown = { params, query, headers, body, caller, origin: originOf(request) }
  if (!isRequest(validated)) throw new AppError('internal_error', { detail: 'route called unvalidated' })
  if ([params, query, body].some(holdsNullCharacter))
    throw new AppError('invalid_request', { detail: 'null character' })
  return validated
}

/** Says again, in a way that the compiler can follow, what Fastify’s validation and the session check have ensured. */
function createRequestGuard<R extends RouteDefinition>(definition: R): RequestGuard<R> {
  const anything = z.unknown()
  // Once for each route: making a schema takes longer than checking with it.
  const schema = z.object({
    params: definition.params ?? anything,
    query: definition.query ?? anything,
    headers: definition.headers ?? anything,
    body: definition.body ?? anything,
    caller: definition.session === 'none' ? z.null() : z.looseObject({ sessionId: z.string() }),
  })
  return (request): request is RouteRequest<R> => schema.safeParse(request).success
}

/** PostgreSQL text cannot hold U+0000. Passwords never get there as text and have rules of their own. */
function holdsNullCharacter(part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return false
  return Object.entries(part).some(
    ([name, value]: [string, unknown]) => !/password$/i.test(name) && typeof value === 'string' && value.includes('\0'),
  )
}
