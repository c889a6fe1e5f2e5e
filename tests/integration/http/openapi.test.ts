import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { routes } from '../../../src-shared/api/routes.ts'
import { backgroundHeader, type RouteDefinition } from '../../../src-shared/api/route.ts'
import { describeApi } from '../../../src-server/describe-api.ts'
import { createAnswerCheck } from '../../support/answer-check.ts'
import { inProject } from '../../support/project.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

const parameterSchema = z.strictObject({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  description: z.string().optional(),
  required: z.boolean().default(false),
  schema: z.looseObject({}),
})
const documentSchema = z.strictObject({
  openapi: z.literal('3.1.0'),
  info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
  servers: z.array(z.strictObject({ url: z.string() })),
  components: z.strictObject({
    securitySchemes: z.record(z.string(), z.strictObject({ type: z.literal('http'), scheme: z.literal('bearer') })),
    parameters: z.record(z.string(), parameterSchema),
    headers: z.record(z.string(), z.strictObject({ description: z.string(), schema: z.looseObject({}) })),
    schemas: z.record(z.string(), z.looseObject({})),
  }),
  paths: z.record(z.string().startsWith('/'), z.partialRecord(z.enum(['get', 'post', 'put', 'delete']), z.unknown())),
})
const mediaTypesSchema = z.record(z.string(), z.strictObject({ schema: z.looseObject({}) }))
/** What OpenAPI 3.1 knows of an operation, as far as it is used here; another name is a mistake. */
const operationSchema = z.strictObject({
  operationId: z.string(),
  summary: z.string(),
  tags: z.array(z.string()),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.array(z.union([parameterSchema, z.strictObject({ $ref: z.string() })])).default([]),
  requestBody: z.strictObject({ required: z.boolean().optional(), content: mediaTypesSchema }).optional(),
  responses: z.record(
    z.string().regex(/^[1-5]\d\d$/),
    z.strictObject({
      description: z.string().min(1),
      headers: z.record(z.string(), z.strictObject({ $ref: z.string() })),
      content: mediaTypesSchema.optional(),
    }),
  ),
})

let server: TestServer
let served: unknown
let document: z.infer<typeof documentSchema>
type Parameter = z.infer<typeof parameterSchema>
let operations: (Omit<z.infer<typeof operationSchema>, 'parameters'> & {
  path: string
  method: string
  parameters: Parameter[]
})[]

beforeAll(async () => {
  server = await startTestServer()
  served = (await server.call('GET', '/openapi.json')).body
  document = documentSchema.parse(served)
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const { parameters, ...rest } = operationSchema.parse(operation)
      return { ...rest, parameters: parameters.map(resolveParameter), path, method }
    }),
  )
})
afterAll(() => server.close())

function resolveParameter(parameter: Parameter | { $ref: string }): Parameter {
  if (!('$ref' in parameter)) return parameter
  const shared = document.components.parameters[parameter.$ref.replace('#/components/parameters/', '')]
  if (shared === undefined) throw new Error(`${parameter.$ref} is nowhere`)
  return shared
}

describe('GET /openapi.json', () => {
  it('is the committed docs/openapi.json', async () => {
    const committed = readFileSync(inProject('docs', 'openapi.json'), 'utf8')
    const renew = 'the contract has changed: node src-server/cli.ts openapi > docs/openapi.json'
    // Compared before it is shown: nobody reads the difference of two long texts.
    expect((await describeApi()) === committed, renew).toBe(true)
    expect(isDeepStrictEqual(served, JSON.parse(committed)), renew).toBe(true)
  })

  it('has every operation of the contract and nothing else, once', () => {
    expect(operations.map(({ operationId }) => operationId).toSorted()).toEqual(Object.keys(routes).toSorted())
    const definitions: readonly [string, RouteDefinition][] = Object.entries(routes)
    for (const [operationId, { method, path, success }] of definitions) {
      const described = operations.find((operation) => operation.operationId === operationId)
      expect(described?.method).toBe(method.toLowerCase())
      expect(described?.path).toBe(`/api/v1${path.replace(/:(\w+)/g, '{$1}')}`)
      expect(described?.responses).toHaveProperty(String(success.status))
    }
  })

  it('is valid OpenAPI 3.1: parameters of paths, security, references and schemas', () => {
    for (const { path, parameters, security } of operations) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
      const declared = parameters.filter((parameter) => parameter.in === 'path')
      expect(declared.map(({ name }) => name).toSorted()).toEqual(named.toSorted())
      expect(declared.every(({ required }) => required)).toBe(true)
      for (const name of security.flatMap(Object.keys)) expect(document.components.securitySchemes).toHaveProperty(name)
    }
    const references = [...JSON.stringify(served).matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)]
    const targets: Record<string, object> = { ...document.components }
    for (const [, kind = '', name = ''] of references) expect(targets[kind]).toHaveProperty([name])
    const ajv = new Ajv2020({ strict: true, strictTypes: false })
    formats(ajv)
    ajv.addKeyword('components')
    const schemas = [
      ...Object.values(document.components.schemas),
      ...Object.values(document.components.headers).map(({ schema }) => schema),
      ...operations.flatMap(({ parameters, requestBody }) => [
        ...parameters.map(({ schema }) => schema),
        ...Object.values(requestBody?.content ?? {}).map(({ schema }) => schema),
      ]),
    ]
    // Each compiles by the rules of JSON Schema 2020-12, with no keyword that these do not know.
    for (const schema of schemas) ajv.compile({ ...schema, components: document.components })
  })

  it('publishes how long idempotency keys are kept (R1), and how long to wait', () => {
    expect(document.info.description).toContain('24 hours')
    const reissue = operations.find(({ operationId }) => operationId === 'reissuePassword')
    expect(reissue?.parameters.find(({ name }) => name === 'idempotency-key')).toMatchObject({
      in: 'header',
      required: true,
      description: expect.stringContaining('24 hours'),
    })
    expect(reissue?.responses['201']?.headers).toHaveProperty('Idempotency-Replayed')
    const waiting = operations.flatMap(({ responses }) => ['429', '503'].flatMap((status) => responses[status] ?? []))
    expect(waiting.length).toBeGreaterThan(operations.length)
    for (const { headers } of waiting) expect(headers).toHaveProperty('Retry-After')
  })
})

describe('the header of background requests', () => {
  it('is described for each operation with a session, and for no other (P13)', () => {
    for (const { parameters, security } of operations) {
      const described = parameters.find(({ name }) => name === backgroundHeader)
      const { in: place, required, schema } = described ?? {}
      expect([place, required, schema?.['const']]).toEqual(
        security.length > 0 ? ['header', false, '1'] : [undefined, undefined, undefined],
      )
    }
  })
})

describe('the check of every answer in these tests', () => {
  const answer = { method: 'GET', path: '/api/v1/policy', status: 200, mediaType: 'application/json', body: {} }
  it.each([
    ['a status that is not documented', { status: 418 }, 'GET /api/v1/policy: 418 is not documented'],
    ['another media type', { mediaType: 'text/html' }, 'as text/html is not documented'],
    ['a body of another form', {}, "body must have required property 'temporaryPassword'"],
    ['a body where there is none', { method: 'DELETE', path: '/api/v1/sessions', status: 204 }, 'has a body'],
  ])('finds %s', (_name, change, message) => {
    const check = createAnswerCheck()
    expect(() => check(() => served, { ...answer, ...change })).toThrow(message)
  })

  it('leaves alone what is outside of the contract', () => {
    const check = createAnswerCheck()
    for (const path of ['/healthz', '/api/v1/nothing']) {
      expect(() => check(() => served, { ...answer, path, status: 418 })).not.toThrow()
    }
  })
})
