import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  FastifySchema,
  FastifySchemaCompiler,
  onRequestAsyncHookHandler,
} from 'fastify'
import { validatorCompiler } from 'fastify-type-provider-zod'
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
  const validation = createValidation()
  return (operation, definition, handler) => {
    const isRequest = createRequestGuard(definition, validation.hasPassed)
    app.route({
      method: definition.method,
      url: definition.path,
      schema: schemaOfRoute(operation, definition),
      validatorCompiler: validation.compile,
      onRequest: definition.session === 'none' ? [] : [checkSession(definition)],
      handler: async (request, reply) => {
        const answer = await handler(readRequest(isRequest, request), reply)
        reply.code(definition.success.status)
        return definition.success.status === 204 ? reply.send() : answer
      },
    })
  }
}

interface Unchecked {
  readonly params: unknown
  readonly query: unknown
  readonly headers: unknown
  readonly body: unknown
  readonly caller: Caller | null
  readonly origin: RequestOrigin
}

type RequestGuard<R extends RouteDefinition> = (request: Unchecked) => request is Unchecked & RouteRequest<R>

function readRequest<R extends RouteDefinition>(isRequest: RequestGuard<R>, request: FastifyRequest): RouteRequest<R> {
  const { params, query, headers, body, caller } = request
  const validated: Unchecked = { params, query, headers, body, caller, origin: originOf(request) }
  if (!isRequest(validated)) throw new AppError('internal_error', { detail: 'route called unvalidated' })
  if ([params, query, body].some(holdsNullCharacter))
    throw new AppError('invalid_request', { detail: 'null character' })
  return validated
}

interface Validation {
  readonly compile: FastifySchemaCompiler<FastifySchema>
  /** Whether a part of a request is what the validation made of it. */
  hasPassed(part: unknown): boolean
}

function createValidation(): Validation {
  const passed = new WeakSet()
  return {
    compile: (route) => {
      const { schema } = route
      if (!(schema instanceof z.ZodType)) throw new TypeError('a schema of another kind')
      const validate = validatorCompiler({ ...route, schema })
      return (data) => {
        const result = validate(data)
        if (
          typeof result === 'object' &&
          'value' in result &&
          typeof result.value === 'object' &&
          result.value !== null
        )
          passed.add(result.value)
        return result
      }
    },
    hasPassed: (part) => typeof part === 'object' && part !== null && passed.has(part),
  }
}

/** Says in a way that the compiler can follow what the validation and the session check have ensured. */
function createRequestGuard<R extends RouteDefinition>(
  definition: R,
  hasPassed: Validation['hasPassed'],
): RequestGuard<R> {
  const named = (['params', 'query', 'body'] as const).filter((name) => definition[name] !== undefined)
  return (request): request is Unchecked & RouteRequest<R> =>
    (request.caller === null) === (definition.session === 'none') &&
    named.every((name) => hasPassed(request[name])) &&
    // Fastify puts the headers together anew with every look at them.
    (definition.headers === undefined || definition.headers.safeParse(request.headers).success)
}

/** PostgreSQL text cannot hold U+0000. Passwords never get there as text and have rules of their own. */
function holdsNullCharacter(part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return false
  return Object.entries(part).some(
    ([name, value]: [string, unknown]) => !/password$/i.test(name) && typeof value === 'string' && value.includes('\0'),
  )
}
