import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { routes } from '../../../src-shared/api/routes.ts'
import type { RouteDefinition } from '../../../src-shared/api/route.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const documentSchema = z.looseObject({
  openapi: z.string(),
  info: z.looseObject({ description: z.string() }),
  paths: z.record(
    z.string(),
    z.record(z.string(), z.looseObject({ operationId: z.string(), responses: z.looseObject({}) })),
  ),
})

describe('GET /openapi.json', () => {
  it('is OpenAPI 3.1 with every operation of the contract and nothing else', async () => {
    const document = documentSchema.parse((await server.call('GET', '/openapi.json')).body)
    expect(document.openapi).toBe('3.1.0')
    const shown = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    )
    expect(shown.toSorted()).toEqual(Object.keys(routes).toSorted())
    const definitions: readonly RouteDefinition[] = Object.values(routes)
    for (const { method, path, success } of definitions) {
      const described = document.paths[`/api/v1${path.replace(/:(\w+)/g, '{$1}')}`]?.[method.toLowerCase()]
      expect(described?.responses).toHaveProperty(String(success.status))
    }
  })

  it('publishes how long idempotency keys are kept (R1)', async () => {
    const { info } = documentSchema.parse((await server.call('GET', '/openapi.json')).body)
    expect(info.description).toContain('24 hours')
  })
})
