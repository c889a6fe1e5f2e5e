import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createAxiosApiClient } from '../../src-main/adapters/axios-api-client.ts'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import { sampleSession } from '../support/fake-api-client.ts'

const servers: Server[] = []
afterEach(() =>
  Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done).closeAllConnections()))),
)

type Answer = (request: IncomingMessage, response: ServerResponse) => void

async function connect(answer: Answer, timeoutMs = 5_000) {
  const server = createServer(answer)
  servers.push(server.listen(0, '127.0.0.1'))
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const onReachable = vi.fn()
  return {
    onReachable,
    api: createAxiosApiClient({ serverUrl: () => Promise.resolve(`http://127.0.0.1:${port}`), timeoutMs, onReachable }),
  }
}

const json =
  (status: number, body: unknown, type = 'application/json'): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body))
  }

const failureOf = async (call: Promise<unknown>): Promise<AppError> => {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof AppError)) throw new Error('expected an AppError')
  return error
}

const reissue = {
  params: { userId: 'EJUM128951TST0020001' },
  headers: { 'idempotency-key': '0b0c9f1e-6c7e-4d0e-9a59-0d6c1b8f2a11' },
  body: { temporaryPassword: 'ZZcanary7Kq9' },
}

describe('API client over axios', () => {
  it('sends what the contract says, and no content type without a body', async () => {
    const seen: IncomingMessage[] = []
    const { api, onReachable } = await connect((request, response) => {
      seen.push(request)
      json(201, {
        temporaryPassword: 'mXacknvU7Qwe',
        suggestionToken: 's',
        wouldExpireAt: '2026-11-24T14:59:59.999Z',
        extra: 1,
      })(request, response)
    })
    const suggestion = await api.call('suggestTemporaryPassword', { params: { userId: 'a b/c' } }, 'token')
    expect(suggestion).toEqual({
      temporaryPassword: 'mXacknvU7Qwe',
      suggestionToken: 's',
      wouldExpireAt: '2026-11-24T14:59:59.999Z',
    })
    expect(seen[0]?.url).toBe('/api/v1/users/a%20b%2Fc/suggestions')
    expect(seen[0]?.headers['content-type']).toBeUndefined()
    expect(seen[0]?.headers.authorization).toBe('Bearer token')
    expect(onReachable).toHaveBeenLastCalledWith(true)
  })

  it('gives nothing for an answer without a body', async () => {
    const { api } = await connect((_request, response) => response.writeHead(204).end())
    expect(await api.call('logOut', {}, 'token')).toBeUndefined()
  })

  it('turns a problem into its code and facts', async () => {
    const problem = {
      type: 'about:blank',
      title: 't',
      status: 429,
      code: 'too_many_attempts',
      retryAfterSeconds: 9,
      requestId: 'r-1',
    }
    const { api } = await connect(json(429, problem, 'application/problem+json'))
    const error = await failureOf(api.call('logIn', { body: { loginId: 'a', password: 'b' } }))
    expect(error).toMatchObject({ code: 'too_many_attempts', facts: { requestId: 'r-1', retryAfterSeconds: 9 } })
  })

  it.each([
    [
      'a page of a captive portal',
      (_q: IncomingMessage, r: ServerResponse) => r.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
    ],
    ['another status', json(200, { token: 't', session: sampleSession() })],
    ['a field that is missing', json(201, { session: sampleSession() })],
    ['an error that is no problem', json(500, { oops: true })],
  ] satisfies [string, Answer][])('does not understand %s', async (_what, answer) => {
    const { api } = await connect(answer)
    expect((await failureOf(api.call('logIn', { body: { loginId: 'a', password: 'b' } }))).code).toBe(
      'answer_not_understood',
    )
  })

  it('follows no redirect: a token goes to one server only', async () => {
    const { api } = await connect((_request, response) =>
      response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    )
    expect((await failureOf(api.call('readSession', {}, 'token'))).code).toBe('answer_not_understood')
  })

  it('a refused connection means that nothing was done', async () => {
    const onReachable = vi.fn()
    const api = createAxiosApiClient({
      serverUrl: () => Promise.resolve('http://127.0.0.1:1'),
      timeoutMs: 1_000,
      onReachable,
    })
    expect((await failureOf(api.call('reissuePassword', reissue, 'token'))).code).toBe('server_unreachable')
    expect(onReachable).toHaveBeenLastCalledWith(false)
    expect(await api.probe()).toBe(false)
  })

  it('an answer that is lost or late leaves the outcome of a reissue unknown, and shows no secret', async () => {
    const dropped = await connect((request) => request.socket.destroy())
    const late = await connect(() => undefined, 50)
    for (const { api } of [dropped, late]) {
      const error = await failureOf(api.call('reissuePassword', reissue, 'secret-token'))
      expect(error.code).toBe('outcome_unknown')
      expect(`${JSON.stringify(error)}${String(error.stack)}${String(error.cause)}`).not.toMatch(
        /ZZcanary7Kq9|secret-token/,
      )
      expect((await failureOf(api.call('readPolicy', {}, 'secret-token'))).code).toBe('server_unreachable')
    }
  })
})
