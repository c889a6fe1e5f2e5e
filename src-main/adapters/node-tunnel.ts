import type { Duplex } from 'node:stream'
import type { Proxy } from '../security/proxy-list.ts'
import { DialFailure } from './node-dial-failure.ts'

export interface Address {
  readonly host: string
  readonly port: number
}

/**
 * Asks a proxy for a way through to `to` (RFC 9110, section 9.3.6). The proxy learns host and port and nothing else; what follows is
 * TLS with the server itself. Throws DialFailure.
 */
export function openTunnel(proxy: Proxy, to: Address, signal: AbortSignal): Promise<Duplex> {
  const authority = `${to.host.includes(':') ? `[${to.host}]` : to.host}:${to.port}`
  return new Promise((resolve, reject) => {
    const { request } = process.getBuiltinModule(proxy.isSecure ? 'node:https' : 'node:http')
    const ask = request({
      host: proxy.host,
      port: proxy.port,
      method: 'CONNECT',
      path: authority,
      headers: { host: authority },
      agent: false,
      signal,
    })
    ask.once('connect', (answer, socket) => {
      if (answer.statusCode === 200) return resolve(socket)
      socket.destroy()
      return reject(new DialFailure('server_down', `proxy answered ${answer.statusCode}`))
    })
    ask.once('response', (answer) => {
      answer.destroy()
      reject(new DialFailure('server_down', `proxy answered ${answer.statusCode}`))
    })
    ask.once('error', () => reject(new DialFailure(signal.aborted ? 'no_answer' : 'server_down', 'proxy')))
    ask.end()
  })
}
