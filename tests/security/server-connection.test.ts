import { createServer, type RequestListener, type Server } from 'node:http'
import { once } from 'node:events'
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import type { TlsFiles } from '../../src-server/listener.ts'
import { createNodeServerInspector } from '../../src-main/adapters/node-server-inspector.ts'
import { systemTimer } from '../../src-main/adapters/system-timer.ts'
import type { ServerTarget } from '../../src-main/ports/server-probe-port.ts'
import { createConnectionService } from '../../src-main/services/connection-service.ts'
import type { ConnectionView } from '../../src-shared/ipc/server-schema.ts'
import { createApiClientTo } from '../support/api-client-to.ts'
import { makeAuthority } from '../support/authority.ts'
import { makeCertificate } from '../support/certificates.ts'
import { startConnectProxy } from '../support/connect-proxy.ts'
import { failureOf } from '../support/failure-of.ts'
import { sampleSession } from '../support/fake-api-client.ts'
import { fingerprintOf, startTlsFront } from '../support/tls-front.ts'

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

async function listen(server: Server | TcpServer): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanUps.push(() => new Promise((done) => server.close(done)))
  if ('closeAllConnections' in server) cleanUps.unshift(() => server.closeAllConnections())
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Answers as our server does, to `/healthz` and to `readSession`. */
const asOurServer: RequestListener = (request, response) => {
  const body = request.url === '/healthz' ? { status: 'ok' } : sampleSession()
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
const listenHttp = (answer: RequestListener): Promise<number> => listen(createServer(answer))

const authority = makeAuthority()
afterAll(() => authority?.forget())
const selfSigned = makeCertificate()
const otherSelfSigned = makeCertificate()
if (!authority || !selfSigned || !otherSelfSigned)
  process.stdout.write('skipped: TLS of the app (there is no openssl)\n')

describe.runIf(authority && selfSigned && otherSelfSigned)('S-20: TLS to the server (E1)', () => {
  const moreAuthorities = authority ? [authority.certificate] : []

  async function serveTls(files = selfSigned) {
    if (!files) throw new Error('no certificate')
    const front = await startTlsFront(files, await listenHttp(asOurServer))
    cleanUps.unshift(() => front.close())
    return { front, url: `https://localhost:${front.port}`, fingerprint: fingerprintOf(files) }
  }

  it('a certificate of an authority that the system trusts', async () => {
    const { url, fingerprint } = await serveTls(authority?.issue())
    const onCertificate = vi.fn()
    const { api } = createApiClientTo({ url }, { moreAuthorities, onCertificate })
    expect(await api.call('readSession', {}, 'token')).toMatchObject({ sessionId: sampleSession().sessionId })
    expect(onCertificate).toHaveBeenLastCalledWith(
      url,
      expect.objectContaining({ fingerprint, subject: 'CN=localhost', trust: 'system' }),
    )
    expect(await api.probe()).toMatchObject({ isReachable: true })
  })

  it.each<[string, () => TlsFiles | undefined, readonly string[]]>([
    ['self-signed', () => selfSigned, moreAuthorities],
    ['of an authority nobody knows', () => authority?.issue(), []],
    ['expired', () => authority?.issue({ days: -1 }), moreAuthorities],
    ['for another name', () => authority?.issue({ name: 'desk.example' }), moreAuthorities],
  ])('%s: refused, and not one byte of a request has left', async (_what, make, trusted) => {
    const { front, url } = await serveTls(make())
    const onHeard = vi.fn()
    const { api } = createApiClientTo({ url }, { moreAuthorities: trusted, onHeard })
    expect((await failureOf(api.call('readSession', {}, 'secret-token'))).code).toBe('certificate_untrusted')
    expect(onHeard).toHaveBeenLastCalledWith({ isReachable: false, reason: 'certificate_untrusted' })
    expect(await api.probe()).toEqual({ isReachable: false, reason: 'certificate_untrusted' })
    expect(front.received()).toBe(0)
  })

  it('the certificate that a person has confirmed, and no other one, be it the system’s', async () => {
    const { front, url, fingerprint } = await serveTls()
    const { api, agents } = createApiClientTo({ url, trustedFingerprint: fingerprint }, { moreAuthorities })
    expect(await api.call('readSession', {}, 'token')).toBeTruthy()

    for (const next of [otherSelfSigned, authority?.issue()]) {
      if (!next) throw new Error('no certificate')
      front.replaceCertificate(next)
      const before = front.received()
      expect((await failureOf(api.call('readSession', {}, 'token'))).code).toBe('certificate_changed')
      expect(front.received()).toBe(before)
    }
    agents.close()
  })

  it('a connection to one server is never used for another choice', async () => {
    const { url, fingerprint, front } = await serveTls()
    let target: ServerTarget = { url, trustedFingerprint: fingerprint }
    const { agents, dialer } = createApiClientTo(target)
    const first = agents.agentFor(target)
    expect(agents.agentFor({ ...target })).toBe(first)
    target = { url, trustedFingerprint: fingerprint.replace(/^../, '00') }
    expect(agents.agentFor(target)).not.toBe(first)
    await expect(dialer.dial(target)).rejects.toMatchObject({ reason: 'certificate_changed' })
    expect(front.received()).toBe(0)
  })

  it('looks at a server that is not in use: certificate, trust, whether it is ours', async () => {
    const { front, url, fingerprint } = await serveTls()
    const inspector = createNodeServerInspector(createApiClientTo({ url }).dialer, 1_000)
    const untrusted = await inspector.inspect({ url })
    expect(untrusted).toMatchObject({
      outcome: 'certificate_untrusted',
      certificate: { fingerprint, subject: 'CN=localhost', issuer: 'CN=localhost', trust: 'none' },
    })
    expect(front.received()).toBe(0)
    expect(await inspector.inspect({ url, trustedFingerprint: fingerprint })).toMatchObject({
      outcome: 'usable',
      certificate: { trust: 'person' },
    })
    front.replaceCertificate(otherSelfSigned ?? { cert: '', key: '' })
    expect((await inspector.inspect({ url, trustedFingerprint: fingerprint })).outcome).toBe('certificate_changed')
  })

  it('past a proxy, which learns the name and nothing else', async () => {
    const { front, fingerprint } = await serveTls()
    const proxy = await startConnectProxy()
    cleanUps.unshift(() => proxy.close())
    const url = `https://desk.example:${front.port}`
    const { api, agents } = createApiClientTo(
      { url, trustedFingerprint: fingerprint },
      { resolveProxy: () => Promise.resolve(`PROXY 127.0.0.1:${proxy.port}; DIRECT`) },
    )
    expect(await api.call('readSession', {}, 'token')).toBeTruthy()
    expect(proxy.asked).toEqual([`desk.example:${front.port}`])
    agents.close()
    proxy.answerWith(407)
    expect((await failureOf(api.call('readSession', {}, 'token'))).code).toBe('server_unreachable')
  })
})

describe('S-20: what is wrong with the connection, over real sockets (R14)', () => {
  const limits = { focusedBeatMs: 50, restingBeatMs: 50, worriedBeatMs: 50, slowAfterMs: 100 }

  /** The first view of the connection that says what is expected. */
  async function hear(target: ServerTarget, isExpected: (view: ConnectionView) => boolean): Promise<ConnectionView> {
    const { api, agents } = createApiClientTo(target, { probeTimeoutMs: 400, dialTimeoutMs: 400 })
    cleanUps.unshift(() => agents.close())
    return await new Promise((resolve) => {
      const connection = createConnectionService({
        probe: api.probe,
        timer: systemTimer,
        hasServer: () => true,
        isWindowFocused: () => true,
        onChanged: (view) => isExpected(view) && resolve(view),
        limits,
      })
      cleanUps.unshift(() => connection.stop())
      connection.start()
    })
  }
  const becomes = (reason: ConnectionView['reason']) => (view: ConnectionView) =>
    view.state === 'unreachable' && view.reason === reason

  it('all is well, with the clock of the server', async () => {
    const port = await listenHttp((request, response) => {
      response.setHeader('date', new Date(Date.now() + 5 * 60_000).toUTCString())
      asOurServer(request, response)
    })
    const view = await hear(
      { url: `http://127.0.0.1:${port}` },
      ({ state, since }) => state === 'connected' && since !== null,
    )
    expect(Math.abs((view.clockSkewMs ?? 0) - 5 * 60_000)).toBeLessThan(2_000)
  })

  it('stopped', async () => {
    expect(await hear({ url: 'http://127.0.0.1:1' }, becomes('server_down'))).toBeTruthy()
  })

  it('its name is gone', async () => {
    expect(await hear({ url: 'https://desk.invalid' }, becomes('name_not_found'))).toBeTruthy()
  })

  it.each([
    ['a captive portal’s page', 200, {}],
    ['a captive portal that leads elsewhere', 302, { location: 'https://portal.example/' }],
  ])('%s', async (_what, status, headers) => {
    const port = await listenHttp((_request, response) =>
      response.writeHead(status, { 'content-type': 'text/html', ...headers }).end('<html>'),
    )
    expect(await hear({ url: `http://127.0.0.1:${port}` }, becomes('not_a_desk_server'))).toBeTruthy()
  })

  it('something that speaks no TLS', async () => {
    const port = await listenHttp(asOurServer)
    expect(await hear({ url: `https://127.0.0.1:${port}` }, becomes('not_a_desk_server'))).toBeTruthy()
  })

  it('slow answers', async () => {
    const port = await listenHttp((request, response) => {
      const timer = setTimeout(() => asOurServer(request, response), 200)
      cleanUps.unshift(() => clearTimeout(timer))
    })
    const url = `http://127.0.0.1:${port}`
    expect(await hear({ url }, ({ state, reason }) => state === 'slow' && reason === null)).toBeTruthy()
  })

  it.each(['http', 'https'])('frozen, over %s: first waiting, then no answer', async (scheme) => {
    const port = await listen(createTcpServer((socket) => cleanUps.unshift(() => socket.destroy())))
    const seen: string[] = []
    await hear({ url: `${scheme}://127.0.0.1:${port}` }, (view) => {
      seen.push(`${view.state} ${view.reason}`)
      return becomes('no_answer')(view)
    })
    expect(seen).toEqual(['slow no_answer', 'unreachable no_answer'])
  })
})
