import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createApiClientTo } from '../support/api-client-to.ts'
import { failureOf } from '../support/failure-of.ts'
import { sampleSession } from '../support/fake-api-client.ts'

const servers: Server[] = []
afterEach(() =>
  Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done).closeAllConnections()))),
)

type Answer = (request: IncomingMessage, response: ServerResponse) => void

async function serve(answer: Answer): Promise<string> {
  const server = createServer(answer)
  servers.push(server.listen(0, '127.0.0.1'))
  await once(server, 'listening')
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
}

async function connect(answer: Answer, timeoutMs = 5_000) {
  const url = await serve(answer)
  const onHeard = vi.fn()
  return { onHeard, ...createApiClientTo({ url }, { timeoutMs, onHeard }) }
}

const json =
  (status: number, body: unknown, type = 'application/json'): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body))
  }

const reissue = {
  params: { userId: 'EJUM128951TST0020001' },
  headers: { 'idempotency-key': '0b0c9f1e-6c7e-4d0e-9a59-0d6c1b8f2a11' },
  body: { temporaryPassword: 'ZZcanary7Kq9' },
}

describe('S-21: API client over axios', () => {
  it('sends what the contract says, and no content type without a body', async () => {
    const seen: IncomingMessage[] = []
    const { api, onHeard } = await connect((request, response) => {
      seen.push(request)
      json(201, {
        temporaryPassword: 'mXacknvU7Qwe',
        suggestionToken: 's',
        wouldExpireAt: '2026-11-24T14:59:59.999Z',
        extra: 1,
      })(request, response)
    })
    const suggestion = await api.call('suggestTemporaryPassword', { params: { userId: 'a b/c' }, query: {} }, 'token')
    expect(suggestion).toEqual({
      temporaryPassword: 'mXacknvU7Qwe',
      suggestionToken: 's',
      wouldExpireAt: '2026-11-24T14:59:59.999Z',
    })
    expect(seen[0]?.url).toBe('/api/v1/users/a%20b%2Fc/suggestions')
    expect(seen[0]?.headers['content-type']).toBeUndefined()
    expect(seen[0]?.headers.authorization).toBe('Bearer token')
    expect(onHeard).toHaveBeenLastCalledWith({ isReachable: true })
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
    ['another status', json(200, { token: 't', session: sampleSession() })],
    ['a field that is missing', json(201, { session: sampleSession() })],
    ['an error that is no problem', json(500, { oops: true })],
  ] satisfies [string, Answer][])('does not understand %s', async (_what, answer) => {
    const { api } = await connect(answer)
    expect((await failureOf(api.call('logIn', { body: { loginId: 'a', password: 'b' } }))).code).toBe(
      'answer_not_understood',
    )
  })

  const page =
    (status: number): Answer =>
    (_request, response) =>
      response.writeHead(status, { 'content-type': 'text/html' }).end('<html>')
  const redirect: Answer = (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()

  it.each([
    ['the page of a captive portal', page(200), 'not_a_desk_server', 'not_a_desk_server'],
    [
      'a redirect, which is not followed: a token goes to one server only',
      redirect,
      'not_a_desk_server',
      'not_a_desk_server',
    ],
    ['a gateway that cannot reach the server', page(502), 'server_unreachable', 'server_down'],
  ] satisfies [string, Answer, string, string][])(
    '%s is not our server’s answer',
    async (_what, answer, code, reason) => {
      const { api, onHeard } = await connect(answer)
      expect((await failureOf(api.call('logIn', { body: { loginId: 'a', password: 'b' } }))).code).toBe(code)
      expect((await failureOf(api.call('readSession', {}, 'token'))).code).toBe(code)
      expect(onHeard).toHaveBeenLastCalledWith({ isReachable: false, reason })
      // Somebody between us and the server has lost the answer, or there was none: nobody knows (U22).
      expect((await failureOf(api.call('reissuePassword', reissue, 'token'))).code).toBe('answer_not_understood')
    },
  )

  it('a refused connection means that nothing was done', async () => {
    const onHeard = vi.fn()
    const { api } = createApiClientTo({ url: 'http://127.0.0.1:1' }, { onHeard })
    expect((await failureOf(api.call('reissuePassword', reissue, 'token'))).code).toBe('server_unreachable')
    expect(onHeard).toHaveBeenLastCalledWith({ isReachable: false, reason: 'server_down' })
    expect(await api.probe()).toEqual({ isReachable: false, reason: 'server_down' })
  })

  it('reads are sent again once, within a budget, and nothing else is (R4)', async () => {
    const seen: string[] = []
    const drop: Answer = (request) => {
      seen.push(`${request.method}`)
      request.socket.destroy()
    }
    const { api } = await connect(drop)
    await failureOf(api.call('logIn', { body: { loginId: 'a', password: 'b' } }))
    await failureOf(api.call('reissuePassword', reissue, 'token'))
    expect(seen).toEqual(['POST', 'POST'])
    for (let turn = 0; turn < 6; turn += 1) await failureOf(api.call('readSession', {}, 'token'))
    expect(seen.filter((method) => method === 'GET')).toHaveLength(8)
  })

  it('a read that is lost once is answered all the same', async () => {
    let isFirst = true
    const { api, onHeard } = await connect((request, response) => {
      if (isFirst) request.socket.destroy()
      else json(200, sampleSession())(request, response)
      isFirst = false
    })
    expect(await api.call('readSession', {}, 'token')).toMatchObject({ sessionId: sampleSession().sessionId })
    expect(onHeard.mock.calls).toEqual([[{ isReachable: true }]])
  })

  it('says which calls nobody asked for (P13), and keeps the connection between calls', async () => {
    const seen: IncomingMessage[] = []
    const { api } = await connect((request, response) => {
      seen.push(request)
      json(200, sampleSession())(request, response)
    })
    await api.call('readSession', {}, 'token', { isBackground: true })
    await api.call('readSession', {}, 'token')
    expect(seen.map(({ headers }) => headers['saihakko-background'])).toEqual(['1', undefined])
    expect(seen[1]?.socket).toBe(seen[0]?.socket)
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

describe('S-20: when another server is chosen', () => {
  /** A client of a server that is left as soon as a request has arrived there. */
  async function leaveDuring(answer: Answer) {
    const seenByNext: (string | undefined)[] = []
    const next = await serve((request, response) => {
      seenByNext.push(request.headers.authorization)
      json(200, sampleSession())(request, response)
    })
    let url = await serve((request, response) => {
      url = next
      answer(request, response)
    })
    const onHeard = vi.fn()
    return { seenByNext, onHeard, ...createApiClientTo(() => ({ url }), { onHeard }) }
  }

  it('a read that the one before has lost is not sent to it: the token would go along', async () => {
    const { api, seenByNext, onHeard } = await leaveDuring((request) => request.socket.destroy())
    expect((await failureOf(api.call('readSession', {}, 'token'))).code).toBe('server_unreachable')
    expect(seenByNext).toEqual([])
    expect(onHeard).not.toHaveBeenCalled()
  })

  it('a session of the one before that comes too late is none', async () => {
    const { api } = await leaveDuring(json(201, { token: 'too-late', session: sampleSession() }))
    const error = await failureOf(api.call('logIn', { body: { loginId: 'a', password: 'b' } }))
    expect(error.code).toBe('server_unreachable')
  })
})
