import type { FastifySchema } from 'fastify'
import { z } from 'zod'
import { problemMediaType, problemSchema } from '../../src-shared/api/problem-schema.ts'
import type { RouteDefinition } from '../../src-shared/api/route.ts'
import { serverErrors, type ServerErrorCode } from '../../src-shared/errors/server-errors.ts'

const nothing = z.strictObject({})

const takesBody = ({ method }: RouteDefinition): boolean => method === 'POST' || method === 'PUT'

/** What Fastify validates and OpenAPI shows for a route of the contract. Parts that it does not name must be empty. */
export function schemaOfRoute(operation: string, definition: RouteDefinition): FastifySchema {
  return {
    operationId: operation,
    summary: definition.summary,
    tags: [definition.path.split('/')[1] ?? ''],
    security: definition.session === 'none' ? [] : [{ bearer: [] }],
    params: definition.params ?? nothing,
    querystring: definition.query ?? nothing,
    ...(definition.headers === undefined ? {} : { headers: definition.headers }),
    ...(takesBody(definition) ? { body: definition.body ?? nothing.nullish() } : {}),
    response: { ...describeSuccess(definition), ...describeErrors(definition) },
  }
}

const describeSuccess = ({ success }: RouteDefinition) =>
  success.status === 204 ? { 204: z.null().describe('Done; no content.') } : { [success.status]: success.body }

function describeErrors(definition: RouteDefinition) {
  const byStatus = Object.groupBy(errorsOf(definition), (code) => serverErrors[code].status)
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, codes]) => [
      status,
      { description: codes?.join(', '), content: { [problemMediaType]: { schema: problemSchema } } },
    ]),
  )
}

/** The errors a route names, those that come from what it asks for, and those of a server in trouble or at its end. */
function errorsOf(definition: RouteDefinition): ServerErrorCode[] {
  const { method, session, roles, errors } = definition
  const codes = new Set<ServerErrorCode>(['invalid_request', ...errors, 'internal_error'])
  codes.add('directory_unavailable').add('overloaded')
  // A transaction that writes may meet another one (deadlock, lock timeout).
  if (method !== 'GET') codes.add('conflict')
  if (takesBody(definition)) codes.add('payload_too_large').add('unsupported_media_type')
  if (session !== 'none') codes.add('session_expired').add('session_ended')
  if (session === 'full') codes.add('password_change_required')
  if (roles !== undefined) codes.add('forbidden_role')
  return [...codes]
}
