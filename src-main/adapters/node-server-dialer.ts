import type { X509Certificate } from 'node:crypto'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { CertificateView } from '../../src-shared/ipc/server-schema.ts'
import type { ServerTarget } from '../ports/server-probe-port.ts'
import { decideTrust, type TrustDecision } from '../security/certificate-trust.ts'
import { chooseProxy } from '../security/proxy-list.ts'
import { DialFailure } from './node-dial-failure.ts'
import { createTlsTrust, viewCertificate } from './node-tls-trust.ts'
import { openTunnel, type Address } from './node-tunnel.ts'

export interface DialerOptions {
  /** The proxies for an address, as the system words them. */
  readonly resolveProxy: (url: string) => Promise<string>
  /** For name, connection, proxy and TLS together. */
  readonly timeoutMs: number
  /** PEM, beside those that system and Node trust. */
  readonly moreAuthorities?: readonly string[]
  readonly onCertificate?: (url: string, certificate: CertificateView) => void
}

/** A server as it was met: over TLS with the certificate it presented. */
export interface Met {
  readonly socket: Duplex
  /** Both null without TLS. */
  readonly certificate: CertificateView | null
  readonly decision: TrustDecision | null
}

export interface ServerDialer {
  /** A connection whose certificate is trusted: nothing was sent on it yet. Throws DialFailure. */
  dial(target: ServerTarget): Promise<Duplex>
  /** Meets a server whatever its certificate, for it to be shown; the caller sends nothing unless it is trusted. Throws DialFailure. */
  meet(target: ServerTarget): Promise<Met>
}

/** Makes every connection to a server: past the system’s proxy, with the system’s authorities or the one confirmed certificate. */
export function createNodeServerDialer(options: DialerOptions): ServerDialer {
  const { resolveProxy, timeoutMs, moreAuthorities, onCertificate } = options
  const secureContext = createTlsTrust(moreAuthorities)

  async function meet({ url, trustedFingerprint }: ServerTarget): Promise<Met> {
    const signal = AbortSignal.timeout(timeoutMs)
    const { protocol, hostname, port } = new URL(url)
    const isSecure = protocol === 'https:'
    const to = { host: hostname.replaceAll(/^\[|\]$/g, ''), port: Number(port) || (isSecure ? 443 : 80) }
    if (!isSecure) return { socket: await openTcp(to, signal), certificate: null, decision: null }

    const proxy = chooseProxy(await resolveProxy(url))
    const raw = proxy ? await openTunnel(proxy, to, signal) : await openTcp(to, signal)
    const socket = connectTls({
      socket: raw,
      host: to.host,
      ...(isIP(to.host) === 0 ? { servername: to.host } : {}),
      ALPNProtocols: ['http/1.1'],
      secureContext: secureContext(),
      // SECURITY: E1. Not the last word: whoever hands this socket out has decided on its certificate first (`dial`).
      rejectUnauthorized: false,
    })
    const presented = await shakeHands(socket, signal)
    const isTrustedBySystem = socket.authorized
    const decision = decideTrust({ fingerprint: presented.fingerprint256, isTrustedBySystem }, trustedFingerprint)
    const trust = decision === 'person' ? 'person' : isTrustedBySystem ? 'system' : 'none'
    return { socket, certificate: viewCertificate(presented, trust), decision }
  }

  return {
    meet,

    async dial(target) {
      const { socket, certificate, decision } = await meet(target)
      if (decision === 'certificate_untrusted' || decision === 'certificate_changed') {
        socket.destroy()
        throw new DialFailure(decision, 'certificate')
      }
      if (certificate) onCertificate?.(target.url, certificate)
      return socket
    },
  }
}

function openTcp(to: Address, signal: AbortSignal): Promise<Socket> {
  const socket = connectTcp(to)
  let isNameKnown = isIP(to.host) !== 0
  socket.once('lookup', (error: Error | null) => (isNameKnown = error === null))
  const explain = (error: NodeJS.ErrnoException): DialFailure => {
    const code = error.code ?? error.name
    if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return new DialFailure('name_not_found', code)
    if (!signal.aborted) return new DialFailure('server_down', code)
    return new DialFailure(isNameKnown ? 'no_answer' : 'name_not_found', 'timeout')
  }
  return whenOpen(socket, 'connect', signal, explain)
}

async function shakeHands(socket: TLSSocket, signal: AbortSignal): Promise<X509Certificate> {
  const explain = (error: NodeJS.ErrnoException): DialFailure => {
    const code = error.code ?? error.name
    // Something answers there, but not in TLS.
    const isOtherProtocol = code === 'EPROTO' || code.startsWith('ERR_SSL_')
    return new DialFailure(signal.aborted ? 'no_answer' : isOtherProtocol ? 'not_a_desk_server' : 'server_down', code)
  }
  await whenOpen(socket, 'secureConnect', signal, explain)
  const certificate = socket.getPeerX509Certificate()
  if (certificate) return certificate
  socket.destroy()
  throw new DialFailure('certificate_untrusted', 'no certificate')
}

function whenOpen<S extends Socket>(
  socket: S,
  event: 'connect' | 'secureConnect',
  signal: AbortSignal,
  explain: (error: Error) => DialFailure,
): Promise<S> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => void socket.destroy(new Error('timeout'))
    signal.addEventListener('abort', giveUp, { once: true })
    // It stays: an error between here and whoever takes the socket over must not end the app.
    socket.on('error', (error) => {
      signal.removeEventListener('abort', giveUp)
      reject(explain(error))
    })
    socket.once('close', () => reject(new DialFailure('server_down', 'closed')))
    socket.once(event, () => {
      signal.removeEventListener('abort', giveUp)
      resolve(socket)
    })
  })
}
