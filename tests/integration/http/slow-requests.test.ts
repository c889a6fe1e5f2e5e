import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildApp } from '../../../src-server/app.ts'
import { listen, type TlsFiles } from '../../../src-server/listener.ts'
import { defaultTimeouts } from '../../../src-server/request-timeouts.ts'
import { makeCertificate } from '../../support/certificates.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const timeouts = { ...defaultTimeouts, requestTimeout: 300, headersTimeout: 200, connectionsCheckingInterval: 50 }

/** Sends a body one byte at a time, far slower than it may take, until the server ends the connection. */
async function drip(socket: Socket): Promise<{ received: string; tookMs: number }> {
  const startedAt = performance.now()
  let received = ''
  socket.setEncoding('utf8').on('data', (part: string) => (received += part))
  // A reset is an end as well.
  socket.on('error', () => {})
  const head = 'POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json'
  socket.write(`${head}\r\nContent-Length: 1000\r\n\r\n`)
  const dripping = setInterval(() => socket.write(' '), 40)
  await new Promise((resolve) => socket.on('close', resolve))
  clearInterval(dripping)
  return { received, tookMs: performance.now() - startedAt }
}

/** What came back, after how long, and what the server logged of it. */
async function dripInto(tls?: TlsFiles) {
  const app = buildApp({ ...server.deps, timeouts })
  const listener = await listen(app, { host: '127.0.0.1', port: 0 }, tls, timeouts)
  const port = Number(new URL(listener.url).port)
  const logged = server.log().length
  try {
    const socket = tls
      ? connectTls({ host: '127.0.0.1', port, ca: tls.cert, servername: 'localhost' })
      : connect(port, '127.0.0.1')
    return { ...(await drip(socket)), log: () => server.log().slice(logged) }
  } finally {
    await listener.close(100)
  }
}

function expectCutOff({ received, tookMs, log }: Awaited<ReturnType<typeof dripInto>>): void {
  expect(tookMs).toBeGreaterThanOrEqual(timeouts.requestTimeout)
  // The answer may be lost on a client that goes on sending, but there is no other one.
  expect(received).toMatch(/^(HTTP\/1\.1 400 [\s\S]*"code":"invalid_request"[\s\S]*)?$/)
  expect(log()).not.toContain('unexpected failure')
}

describe('a request that trickles in (R5)', () => {
  it('is cut off when its time is over', async () => {
    const cutOff = await dripInto()
    expect(cutOff.tookMs).toBeLessThan(2000)
    expectCutOff(cutOff)
  })

  it('is cut off over TLS, too', async ({ skip }) => {
    const tls = makeCertificate()
    if (!tls) skip('openssl is not here to make a certificate')
    const cutOff = await dripInto(tls)
    expect(cutOff.tookMs).toBeLessThan(2000)
    expectCutOff(cutOff)
  })

  it('may take 30 s, and that is looked after every 5 s', () => {
    expect(defaultTimeouts).toMatchObject({ requestTimeout: 30_000, connectionsCheckingInterval: 5000 })
    expect(defaultTimeouts.headersTimeout).toBeLessThanOrEqual(defaultTimeouts.requestTimeout)
    expect(server.app.server.headersTimeout).toBe(defaultTimeouts.headersTimeout)
  })
})

describe('a connection that never says what TLS expects (R5, R7)', () => {
  const connectSilently = async (limits: typeof timeouts) => {
    const tls = makeCertificate()
    if (!tls) return undefined
    const listener = await listen(buildApp({ ...server.deps, timeouts: limits }), anyPort, tls, limits)
    const socket = connect(Number(new URL(listener.url).port), '127.0.0.1')
    socket.on('error', () => {})
    const closed = new Promise<'closed'>((resolve) => socket.on('close', () => resolve('closed')))
    await new Promise((resolve) => socket.on('connect', resolve))
    return { listener, closed }
  }
  const anyPort = { host: '127.0.0.1', port: 0 }

  it('is cut off like one whose request has no end', { timeout: 5000 }, async ({ skip }) => {
    const silent = await connectSilently(timeouts)
    if (!silent) {
      skip('openssl is not here to make a certificate')
      return
    }
    expect(await silent.closed).toBe('closed')
    await silent.listener.close(100)
  })

  it('does not hold up the end of the service', { timeout: 5000 }, async ({ skip }) => {
    const silent = await connectSilently(defaultTimeouts)
    if (!silent) {
      skip('openssl is not here to make a certificate')
      return
    }
    await silent.listener.close(100)
    expect(await silent.closed).toBe('closed')
  })
})
