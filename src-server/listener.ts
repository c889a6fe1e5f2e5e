import { once } from 'node:events'
import { createServer, type Server as TlsServer } from 'node:https'
import type { Duplex } from 'node:stream'
import { createSecureContext } from 'node:tls'
import type { FastifyInstance } from 'fastify'
import { AppError } from '../src-shared/errors/catalogue.ts'
import { formatUrl, type ListenAddress } from './config/listen-address.ts'
import type { RequestTimeouts } from './request-timeouts.ts'

/** A certificate (with its chain) and its private key, as the text of PEM files. */
export interface TlsFiles {
  readonly cert: string
  readonly key: string
}

export interface Listener {
  readonly url: string
  /**
   * Serves new connections under another certificate; those that are open stay as they are. Throws
   * `configuration_invalid`, and goes on with the one it has, when the files are no pair or there was no TLS before.
   */
  renewCertificate(files: TlsFiles): void
  /** Stops accepting, lets running requests finish, and cuts off what still runs after `graceMs`. */
  close(graceMs: number): Promise<void>
}

/** Lets `app` listen, over TLS when there are files for it. Throws `address_in_use`, `configuration_invalid`. */
export async function listen(
  app: FastifyInstance,
  address: ListenAddress,
  tls: TlsFiles | undefined,
  timeouts: RequestTimeouts,
): Promise<Listener> {
  await app.ready()
  const front = tls ? createTlsFront(app, tls, timeouts) : undefined
  const sockets = front ? trackSockets(front) : new Set<Duplex>()
  try {
    if (front) {
      front.listen(address)
      await once(front, 'listening')
    } else {
      await app.listen(address)
    }
  } catch (cause) {
    throw new AppError('address_in_use', { detail: `${address.host}:${address.port}: ${describe(cause)}` }, { cause })
  }
  const server = front ?? app.server
  const bound = server.address()
  const port = bound !== null && typeof bound === 'object' ? bound.port : address.port
  return {
    url: formatUrl(front ? 'https' : 'http', address.host, port),
    renewCertificate(files) {
      if (!front) throw new AppError('configuration_invalid', { detail: 'serving without TLS: needs a new start' })
      front.setSecureContext(checkTlsFiles(files))
    },
    async close(graceMs) {
      const cutOff = setTimeout(() => {
        server.closeAllConnections()
        for (const socket of sockets) socket.destroy()
      }, graceMs)
      try {
        if (front) await closeFront(front)
        await app.close()
      } finally {
        clearTimeout(cutOff)
      }
    },
  }
}

/** An HTTPS server in front of the same service, with the limits and the answers to broken requests of the plain one. */
function createTlsFront(app: FastifyInstance, { cert, key }: TlsFiles, timeouts: RequestTimeouts): TlsServer {
  const server = createTlsServer({ cert, key }, app, timeouts)
  const { requestTimeout, headersTimeout, keepAliveTimeout, timeout } = app.server
  Object.assign(server, { requestTimeout, headersTimeout, keepAliveTimeout })
  server.setTimeout(timeout)
  server.on('clientError', (error, socket) => app.server.emit('clientError', error, socket))
  // SECURITY: R5. Before the end of the handshake an answer cannot be sent, and waiting for it would keep the connection for ever.
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  server.on('checkExpectation', (request, response) => app.routing(request, response))
  return server
}

function createTlsServer(files: TlsFiles, app: FastifyInstance, timeouts: RequestTimeouts): TlsServer {
  const { connectionsCheckingInterval, headersTimeout } = timeouts
  // Node’s own two minutes would let strangers keep a connection without a request for longer than one with a request.
  const limits = { connectionsCheckingInterval, handshakeTimeout: headersTimeout }
  const options = { ...checkTlsFiles(files), ...limits, requireHostHeader: false }
  return createServer(options, (request, response) => app.routing(request, response))
}

/** SECURITY: R7. Open connections, those before the end of their handshake included, which `closeAllConnections` does not know. */
function trackSockets(server: TlsServer): ReadonlySet<Duplex> {
  const sockets = new Set<Duplex>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  return sockets
}

/** What a server takes. Throws `configuration_invalid` when certificate and key cannot be read or are no pair. */
function checkTlsFiles({ cert, key }: TlsFiles) {
  const options = { cert, key, minVersion: 'TLSv1.2' } as const
  try {
    createSecureContext(options)
    return options
  } catch (cause) {
    throw new AppError('configuration_invalid', { detail: `TLS certificate or key: ${describe(cause)}` }, { cause })
  }
}

async function closeFront(front: TlsServer): Promise<void> {
  const closed = once(front, 'close')
  front.close()
  front.closeIdleConnections()
  await closed
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}
