import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problemSchema } from '../../../src-shared/api/problem-schema.ts'
import { createPasswordVerifier } from '../../../src-server/security/password-verifier.ts'
import { people } from '../../support/server-fixtures.ts'
import { startTestServer, type Answer, type TestServer } from '../../support/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

/** What every problem document has in common, and its status and code. */
function readProblem(answer: Answer) {
  const problem = problemSchema.strict().parse(answer.body)
  return {
    status: answer.status,
    code: problem.code,
    mediaType: answer.headers.get('content-type'),
    cacheControl: answer.headers.get('cache-control'),
    isConsistent: problem.status === answer.status && answer.headers.get('x-request-id') === problem.requestId,
  }
}

const problemOf = (status: number, code: string) => ({
  status,
  code,
  mediaType: 'application/problem+json',
  cacheControl: 'no-store',
  isConsistent: true,
})

const json = { 'content-type': 'application/json' }

describe('errors are problem documents (RFC 9457)', () => {
  it('unknown route', async () =>
    expect(readProblem(await server.call('GET', '/api/v1/nothing'))).toEqual(problemOf(404, 'not_found')))
  it('wrong method', async () =>
    expect(readProblem(await server.call('PATCH', '/api/v1/users'))).toEqual(problemOf(404, 'not_found')))
  it('undecodable address', async () =>
    expect(readProblem(await server.call('GET', '/api/v1/%zz'))).toEqual(problemOf(400, 'invalid_request')))
  it('too large a body', async () => {
    const body = { loginId: 'x'.repeat(65 * 1024), password: 'x' }
    expect(readProblem(await server.call('POST', '/api/v1/sessions', { body }))).toEqual(
      problemOf(413, 'payload_too_large'),
    )
  })
  it('another media type', async () => {
    const headers = { 'content-type': 'text/plain' }
    expect(readProblem(await server.call('POST', '/api/v1/sessions', { body: 'x', headers }))).toEqual(
      problemOf(415, 'unsupported_media_type'),
    )
  })
  it('malformed JSON, without an echo of it', async () => {
    const answer = await server.call('POST', '/api/v1/sessions', { body: '{"password":"Canary88Pw', headers: json })
    expect(readProblem(answer)).toEqual(problemOf(400, 'invalid_request'))
    expect(answer.text + server.log()).not.toContain('Canary88Pw')
  })
  it('prototype pollution in JSON', async () => {
    const answer = await server.call('POST', '/api/v1/sessions', { body: '{"__proto__":{"x":1}}', headers: json })
    expect(readProblem(answer)).toEqual(problemOf(400, 'invalid_request'))
  })
  it('unknown fields, without an echo of their names (P22)', async () => {
    const body = { loginId: 'x', password: 'y', Canary88Pw: true, ['\u001b[31m'.repeat(2000)]: 1 }
    const sent = [
      await server.call('POST', '/api/v1/sessions', { body }),
      await server.call('POST', '/api/v1/sessions?Canary88Pw=1', { body: { loginId: 'x', password: 'y' } }),
    ]
    for (const answer of sent) {
      expect(readProblem(answer)).toEqual(problemOf(400, 'invalid_request'))
      expect(answer.body).toMatchObject({ errors: [{ code: 'unrecognized_keys', message: 'has unknown fields' }] })
      expect(answer.text + server.log()).not.toMatch(/Canary88Pw|\[31m/)
    }
  })
  it('several values where one is asked for (GitLab CVE-2023-7028)', async () => {
    const body = { loginId: [people.staff.loginId, people.colleague.loginId], password: 'y' }
    expect(readProblem(await server.call('POST', '/api/v1/sessions', { body }))).toEqual(
      problemOf(400, 'invalid_request'),
    )
  })
  it('a null character, which the database cannot hold', async () => {
    const body = { loginId: 'x\0', password: 'y' }
    expect(readProblem(await server.call('POST', '/api/v1/sessions', { body }))).toEqual(
      problemOf(400, 'invalid_request'),
    )
  })
  it('what is not HTTP at all', async () => {
    const { hostname, port } = new URL(server.url)
    const received = await new Promise<string>((resolve, reject) => {
      let text = ''
      const socket = connect(Number(port), hostname, () => socket.write('nonsense\r\n\r\n'))
      socket.setEncoding('utf8').on('data', (part: string) => (text += part))
      socket.on('close', () => resolve(text)).on('error', reject)
    })
    expect(received).toMatch(/^HTTP\/1\.1 400 .*application\/problem\+json.*"code":"invalid_request"/s)
  })
})

describe('every answer', () => {
  it('repeats an acceptable X-Request-Id and replaces any other (P23)', async () => {
    const good = await server.call('GET', '/healthz', { headers: { 'x-request-id': 'desk-42.a_B' } })
    expect(good.headers.get('x-request-id')).toBe('desk-42.a_B')
    for (const bad of ['a'.repeat(65), 'a b', 'a;b']) {
      const answer = await server.call('GET', '/healthz', { headers: { 'x-request-id': bad } })
      expect(answer.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/)
    }
  })

  it('may not be stored', async () => {
    for (const path of ['/healthz', '/readyz', '/openapi.json']) {
      const answer = await server.call('GET', path)
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
    }
  })

  it('no timeout of the HTTP server is infinite (R5)', () => {
    const { requestTimeout, timeout, keepAliveTimeout, headersTimeout } = server.app.server
    for (const limit of [requestTimeout, timeout, keepAliveTimeout, headersTimeout]) expect(limit).toBeGreaterThan(0)
  })
})

describe('overload (ASVS 15.1.3)', () => {
  it('a full queue of password checks answers 503 with Retry-After, and the server goes on', async () => {
    const busy = await server.restart({ passwords: createPasswordVerifier({ maxConcurrent: 1, maxQueued: 1 }) })
    // What is compared for IDs that nobody has costs what the server's own verifiers cost.
    const logIn = (number: number) =>
      busy.call('POST', '/api/v1/sessions', { body: { loginId: `XX${100_000 + number}`, password: 'wrong' } })
    const answers = await Promise.all(Array.from({ length: 12 }, (_, number) => logIn(number)))
    const turnedAway = answers.filter(({ status }) => status === 503)
    expect(turnedAway.length).toBeGreaterThan(0)
    for (const answer of turnedAway) {
      expect(readProblem(answer)).toEqual(problemOf(503, 'overloaded'))
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    }
    expect(answers.filter(({ status }) => status === 401).length).toBeGreaterThan(0)
    expect((await logIn(12)).status).toBe(401)
    await busy.close()
  })
})
