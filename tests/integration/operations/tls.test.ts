import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { Agent, request } from 'node:https'
import { connect, TLSSocket } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TlsFiles } from '../../../src-server/listener.ts'
import { startServer, type RunningServer } from '../../../src-server/serve.ts'
import { makeCertificate } from '../../support/certificates.ts'
import { readTemplate } from '../../support/test-database.ts'

const [first, second] = [makeCertificate(), makeCertificate()]
const withoutOpenssl = 'openssl is not here to make certificates'
let server: RunningServer | undefined
let port: number

beforeAll(async () => {
  if (!first) return
  server = await startServer({
    listen: { host: '127.0.0.1', port: 0 },
    dataDir: 'memory',
    database: { kind: 'embedded', dataDir: 'memory', dump: await readTemplate() },
    tls: first,
    logLevel: 'silent',
  })
  port = Number(new URL(server.url).port)
})
afterAll(() => server?.close())

/** Asks once, and says under which certificate the answer came, and whether over a connection of before. */
async function ask(path: string, agent?: Agent) {
  const asking = request({ host: '127.0.0.1', port, path, rejectUnauthorized: false, agent: agent ?? false })
  asking.end()
  const [answer] = await once(asking, 'response')
  const { socket } = asking
  if (!(socket instanceof TLSSocket)) throw new Error('no TLS')
  const found = {
    fingerprint: socket.getPeerX509Certificate()?.fingerprint256,
    isReused: asking.reusedSocket,
    status: answer.statusCode,
    hsts: answer.headers['strict-transport-security'],
  }
  answer.resume()
  await once(answer, 'close')
  return found
}

const renew = (files: TlsFiles | undefined): void => {
  if (files) server?.renewCertificate(files)
}

describe('TLS', () => {
  it('every answer says that it must stay so (HSTS)', async ({ skip }) => {
    if (!first) {
      skip(withoutOpenssl)
      return
    }
    const hsts = 'max-age=31536000; includeSubDomains'
    expect(await ask('/healthz')).toMatchObject({ status: 200, hsts })
    expect(await ask('/api/v1/policy')).toMatchObject({ status: 401, hsts })
    expect(await ask('/nothing')).toMatchObject({ status: 404, hsts })
    expect(await ask('/api/v1/%zz')).toMatchObject({ status: 400, hsts })
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () =>
      socket.write('nonsense\r\n\r\n'),
    )
    let unreadable = ''
    socket.setEncoding('utf8').on('data', (part: string) => (unreadable += part))
    await once(socket, 'close')
    expect(unreadable).toMatch(new RegExp(`^HTTP/1.1 400 [^]*\r\nstrict-transport-security: ${hsts}\r\n`))
  })

  it('is refused below 1.2', async ({ skip }) => {
    if (!first) {
      skip(withoutOpenssl)
      return
    }
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...old })
    const [error] = await once(socket, 'error')
    expect(error).toMatchObject({ code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' })
  })

  it('a renewed certificate holds for new connections, and open ones go on; a pair that is none changes nothing', async ({
    skip,
  }) => {
    if (!first || !second) {
      skip(withoutOpenssl)
      return
    }
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const before = await ask('/healthz', agent)
    renew(second)
    expect(await ask('/healthz', agent)).toMatchObject({ isReused: true, status: 200 })
    const renewed = await ask('/healthz')
    expect(before.fingerprint).toBe(new X509Certificate(first.cert).fingerprint256)
    expect(renewed.fingerprint).toBe(new X509Certificate(second.cert).fingerprint256)
    for (const broken of [
      { cert: first.cert, key: second.key },
      { cert: 'no PEM', key: second.key },
    ]) {
      expect(() => renew(broken)).toThrow(expect.objectContaining({ code: 'configuration_invalid' }))
    }
    expect((await ask('/healthz')).fingerprint).toBe(renewed.fingerprint)
    agent.destroy()
  })

  it('metrics are nowhere unless an address is configured', ({ skip }) => {
    if (!first) {
      skip(withoutOpenssl)
      return
    }
    expect(server).not.toHaveProperty('metricsUrl')
  })
})
