import { fastify, type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { RouteDefinition } from '../../../../src-shared/api/route.ts'
import { AppError } from '../../../../src-shared/errors/catalogue.ts'
import { answerProblems } from '../../../../src-server/plugins/problem-details.ts'
import { createLoggerOptions } from '../../../../src-server/plugins/request-log.ts'
import { createRouteRegistrar } from '../../../../src-server/plugins/register-route.ts'

const definition = {
  method: 'POST',
  path: '/things/:id',
  summary: 'A route of the test.',
  session: 'none',
  params: z.strictObject({ id: z.string() }),
  body: z.strictObject({ count: z.int() }),
  success: { status: 201, body: z.object({ shown: z.string(), nested: z.object({ a: z.int() }) }) },
  errors: [],
} as const satisfies RouteDefinition

/** A value with more in it than its type tells, as rows of a database have. */
const leaky = (): { shown: string; nested: { a: number } } => {
  const row = { shown: 'yes', secret: 'canary', nested: { a: 1, secret: 'canary' } }
  return row
}

function buildApp(answer: () => Promise<{ shown: string; nested: { a: number } }>, lines: string[] = []) {
  const stream = { write: (line: string) => void lines.push(line) }
  const app: FastifyInstance = fastify({ logger: createLoggerOptions({ level: 'info', stream }) })
  app.decorateRequest('caller', null)
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  answerProblems(app)
  const register = createRouteRegistrar(app, () => async () => {
    throw new AppError('session_ended')
  })
  register('makeThing', definition, answer)
  register('guardedThing', { ...definition, path: '/guarded/:id', session: 'full' }, answer)
  return app
}

const post = (app: ReturnType<typeof buildApp>, url: string, payload: object) =>
  app.inject({ method: 'POST', url, payload })

describe('registerRoute', () => {
  it('drops every field that the contract does not name (P10)', async () => {
    const answer = await post(
      buildApp(async () => leaky()),
      '/things/1',
      { count: 1 },
    )
    expect([answer.statusCode, answer.json()]).toEqual([201, { shown: 'yes', nested: { a: 1 } }])
    expect(answer.body).not.toContain('canary')
  })

  it('an answer that does not fit the contract is an internal error, not half an answer', async () => {
    const app = buildApp(async () => ({ shown: 'yes', nested: { a: 0.5 } }))
    const answer = await post(app, '/things/1', { count: 1 })
    expect([answer.statusCode, answer.json().code]).toEqual([500, 'internal_error'])
    expect(answer.body).not.toContain('0.5')
  })

  it('refuses what the contract does not allow, before the handler', async () => {
    let called = false
    const app = buildApp(async () => {
      called = true
      return leaky()
    })
    for (const [url, payload] of [
      ['/things/1', { count: 1, more: true }],
      ['/things/1', { count: '1' }],
      ['/things/1?x=1', { count: 1 }],
      ['/things/1', {}],
    ] as const) {
      const answer = await post(app, url, payload)
      expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid_request'])
    }
    expect(called).toBe(false)
  })

  it('checks the session before it even looks at the body', async () => {
    const answer = await post(
      buildApp(async () => leaky()),
      '/guarded/1',
      { nonsense: true },
    )
    expect(answer.json().code).toBe('session_ended')
  })

  it('data that the database refuses are a wrong request, and the value is neither answered nor logged (P22)', async () => {
    const lines: string[] = []
    const wrong = Object.assign(new Error('date/time field value out of range: "canary"'), { code: '22008' })
    const app = buildApp(() => Promise.reject(wrong), lines)
    const answer = await post(app, '/things/1', { count: 1 })
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid_request'])
    expect(answer.body + lines.join('')).not.toContain('canary')
    expect(lines.join('')).toContain('22008')
  })

  it('an unexpected error tells nothing of itself', async () => {
    const app = buildApp(() => Promise.reject(new Error('select * from secrets failed')))
    const answer = await post(app, '/things/1', { count: 1 })
    expect(answer.statusCode).toBe(500)
    expect(answer.body).not.toMatch(/secrets|select|Error:/)
  })
})
