import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { serverErrors } from '../../src-shared/errors/server-errors.ts'
import { completeOpenApi, type OpenApiDocument } from './complete-openapi.ts'

const description = `Password reissue for administrators and helpdesk staff.

Errors are \`application/problem+json\` (RFC 9457) with a \`code\`. Unknown request fields are refused. Times are RFC 3339 in UTC.

**Idempotency**: \`POST /users/{userId}/reissues\` asks for an \`Idempotency-Key\` (UUID). Keys belong to the operator and are kept for
24 hours after success. The same key with the same request gives the same answer with \`Idempotency-Replayed: true\`; with another
request, 409 \`idempotency_key_reused\`. A refused request leaves its key unused, and so does one that waits for
\`POST /sessions\` first (401 \`reauth_required\`): send it again with the same key. After a lost answer do the same.

**Waiting**: 429 and 503 tell in \`Retry-After\`, and in \`retryAfterSeconds\` of the problem, after how many seconds to try again.`

/** Error codes are checked by a function, which JSON Schema cannot say; their list can. */
const zodToJsonConfig = {
  unrepresentable: 'any',
  override: ({ zodSchema, jsonSchema }: { zodSchema: object; jsonSchema: object }) => {
    if (zodSchema instanceof z.ZodCustom) {
      Object.assign(jsonSchema, { type: 'string', enum: Object.keys(serverErrors) })
    }
  },
} as const

/** Collects every route registered after it and serves OpenAPI 3.1 made from the same schemas at `GET /openapi.json`. */
export function serveOpenApi(app: FastifyInstance): void {
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Saihakko Desk', version: '1', description },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    },
    transform: createJsonSchemaTransform({ zodToJsonConfig }),
    transformObject: createJsonSchemaTransformObject({ zodToJsonConfig }),
  })
  app.after(() => {
    let document: OpenApiDocument | undefined
    app.get('/openapi.json', { schema: { hide: true } }, async () => (document ??= readOpenApi(app)))
  })
}

/** The document of an app that is ready. */
export const readOpenApi = (app: FastifyInstance): OpenApiDocument => completeOpenApi(app.swagger())
