import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { people } from '../../support/server-fixtures.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

/** A server whose password checks wait until they are let go. */
async function startHeldServer() {
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>()
  const held = await server.restart({
    passwords: {
      ...server.deps.passwords,
      verify: async () => {
        reach()
        await released
        return false
      },
    },
  })
  return { held, reached, release }
}

const body = { loginId: people.staff.loginId, password: 'wrong' }

describe('closing (R7)', () => {
  it('finishes what is being done', async () => {
    const { held, reached, release } = await startHeldServer()
    const pending = held.call('POST', '/api/v1/sessions', { body })
    await reached
    const closed = held.app.close()
    release()
    expect((await pending).status).toBe(401)
    await closed
    await expect(held.call('GET', '/healthz')).rejects.toThrow('fetch failed')
  })

  it('turns later requests of an open connection away, in the format of every error', async () => {
    const { held, reached, release } = await startHeldServer()
    const { hostname, port } = new URL(held.url)
    const socket = connect(Number(port), hostname).setEncoding('utf8')
    let received = ''
    socket.on('data', (part: string) => (received += part))
    const ended = new Promise((resolve) => socket.on('close', resolve))
    const text = JSON.stringify(body)
    const head = `Host: ${hostname}\r\nContent-Type: application/json\r\nContent-Length: ${text.length}`
    socket.write(`POST /api/v1/sessions HTTP/1.1\r\n${head}\r\n\r\n${text}`)
    await reached
    const closed = held.app.close()
    socket.write(`GET /healthz HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`)
    release()
    await ended
    await closed
    // Either the connection ended with the answer in work, or the late request was told to come again elsewhere.
    const [first = '', late = ''] = received.split(/(?<=\})(?=HTTP)/)
    expect(first).toMatch(/^HTTP\/1\.1 401 /)
    expect(late).toMatch(/^$|^HTTP\/1\.1 503 [\s\S]*retry-after: 1[\s\S]*"code":"overloaded"/)
  })
})
