import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { createServer } from 'node:tls'
import type { TlsFiles } from '../../src-server/listener.ts'

export interface TlsFront {
  readonly port: number
  /** How many bytes of requests have come through. */
  received(): number
  /** From now on another certificate; whoever is connected has to come again. */
  replaceCertificate(files: TlsFiles): void
  close(): Promise<void>
}

/** TLS in front of a server on this machine, as a gateway does it. */
export async function startTlsFront(files: TlsFiles, backendPort: number): Promise<TlsFront> {
  const sockets = new Set<Socket>()
  let received = 0
  const front = createServer(files, (client) => {
    const backend = connect(backendPort, '127.0.0.1')
    for (const socket of [client, backend]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => sockets.delete(socket))
    }
    client.on('data', (part: Buffer) => (received += part.length))
    client.pipe(backend).pipe(client)
    client.on('close', () => backend.destroy())
    backend.on('close', () => client.destroy())
  })
  // A client that does not trust us says so.
  front.on('tlsClientError', () => {})
  front.listen(0, '127.0.0.1')
  await once(front, 'listening')
  const address = front.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const dropAll = (): void => sockets.forEach((socket) => socket.destroy())
  return {
    port: address.port,
    received: () => received,
    replaceCertificate(next) {
      front.setSecureContext(next)
      dropAll()
    },
    async close() {
      const closed = once(front, 'close')
      front.close()
      dropAll()
      await closed
    },
  }
}

export const fingerprintOf = ({ cert }: TlsFiles): string => new X509Certificate(cert).fingerprint256
