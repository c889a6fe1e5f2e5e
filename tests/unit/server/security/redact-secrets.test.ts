import { fastify } from 'fastify'
import { describe, expect, it } from 'vitest'
import { createLoggerOptions } from '../../../../src-server/plugins/request-log.ts'

const canary = 'mXacknvU7Qwe'

function log(facts: object): string {
  const lines: string[] = []
  const app = fastify({
    logger: createLoggerOptions({ level: 'info', stream: { write: (line) => void lines.push(line) } }),
  })
  app.log.info(facts, 'happened')
  expect(lines).toHaveLength(1)
  return lines.join('')
}

describe('the server’s log, whatever is passed to it (P22)', () => {
  const itself: Record<string, unknown> = { userId: 'u1' }
  itself['again'] = itself

  it.each([
    ['at the top', { temporaryPassword: canary }],
    ['one level down', { input: { newPassword: canary } }],
    ['in a list', { tried: [{ password: canary }, { password: canary }] }],
    ['deeper than anybody looks', { a: { b: { c: { d: { e: { f: canary } } } } } }],
    ['in a request', { req: { headers: { authorization: `Bearer ${canary}` } } }],
    ['among a failure’s own fields', { err: Object.assign(new Error('no'), { parameters: [canary], token: canary }) }],
    ['beside what refers to itself', { ...itself, token: canary }],
  ])('a secret %s is not written', (_where, facts) => {
    expect(log(facts)).not.toContain(canary)
  })

  it('everything else is, as it was', () => {
    const at = new Date(0)
    const facts = {
      route: '/x',
      status: 200,
      counts: [1, { two: 2 }],
      at,
      none: null,
      input: { password: canary, kept: [3] },
    }
    expect(JSON.parse(log(facts))).toMatchObject({
      route: '/x',
      status: 200,
      counts: [1, { two: 2 }],
      at: at.toISOString(),
      none: null,
      input: { password: '[redacted]', kept: [3] },
      msg: 'happened',
    })
    expect(facts.input.password).toBe(canary)
  })
})
