import { z } from 'zod'
import { backgroundHeader } from '../../src-shared/api/route.ts'

const operationSchema = z.looseObject({
  summary: z.string(),
  parameters: z.array(z.looseObject({ name: z.string().optional() })).default([]),
  responses: z.record(z.string(), z.looseObject({ description: z.string() })),
})
const documentSchema = z.looseObject({
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
})
type Operation = z.infer<typeof operationSchema>
export type OpenApiDocument = z.infer<typeof documentSchema>

const text = (description: string) => ({ description, schema: { type: 'string' } })

/** What answers say in their headers. */
const headers = {
  'X-Request-Id': text('That of the request when it was acceptable, otherwise a new one. Name it to the operators.'),
  'Retry-After': {
    description: 'After how many seconds to try again.',
    schema: { type: 'integer', minimum: 0 },
  },
  'WWW-Authenticate': text('Always `Bearer`.'),
  'Idempotency-Replayed': {
    description: '`true` when this is the answer of an earlier request with the same key; nothing was done now.',
    schema: { const: 'true' },
  },
} as const

/** What every request with a session may say in its headers. */
const parameters = {
  [backgroundHeader]: {
    name: backgroundHeader,
    in: 'header',
    description: '`1` where nobody acted (polling): the request does not keep the session from running out.',
    schema: { const: '1' },
  },
} as const

/**
 * Adds to a generated document what the schemas of routes cannot say: headers of all requests and of answers. Leaves out the schemas that
 * nothing refers to (each exists as seen by senders and by receivers).
 */
export function completeOpenApi(generated: unknown): OpenApiDocument {
  const { components, paths, ...rest } = documentSchema.parse(generated)
  for (const operation of Object.values(paths).flatMap((methods) => Object.values(methods))) describe(operation)
  const schemas = keepReferred(components.schemas, paths)
  return { ...rest, servers: [{ url: '/' }], components: { ...components, parameters, headers, schemas }, paths }
}

function describe(operation: Operation): void {
  const takesKey = operation.parameters.some(({ name }) => name === 'idempotency-key')
  for (const [status, response] of Object.entries(operation.responses)) {
    const names = ['X-Request-Id', ...headersOf(status, takesKey)]
    response['headers'] = Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))
    if (response.description === 'Default Response') response.description = operation.summary
  }
  const { security } = operation
  if (Array.isArray(security) && security.length > 0)
    operation.parameters.push({ $ref: `#/components/parameters/${backgroundHeader}` })
}

function headersOf(status: string, takesKey: boolean): readonly (keyof typeof headers)[] {
  if (status === '401') return ['WWW-Authenticate']
  if (status === '429' || status === '503') return ['Retry-After']
  return takesKey && status.startsWith('2') ? ['Idempotency-Replayed'] : []
}

function keepReferred(schemas: Readonly<Record<string, unknown>>, paths: unknown): Record<string, unknown> {
  const referredIn = (part: unknown): string[] =>
    [...JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name = '']) => name)
  const kept = new Set<string>()
  const keep = (name: string): void => {
    if (kept.has(name)) return
    kept.add(name)
    for (const further of referredIn(schemas[name])) keep(further)
  }
  for (const name of referredIn(paths)) keep(name)
  // By name: the order of their making depends on which program imports them first.
  return Object.fromEntries([...kept].sort().map((name) => [name, schemas[name]]))
}
