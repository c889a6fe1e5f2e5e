import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'

export interface ConnectProxy {
  readonly port: number
  /** What was asked for, as `host:port`. */
  readonly asked: string[]
  /** Answers every CONNECT with this status from now on; 200 lets it through. */
  answerWith(status: number): void
  close(): Promise<void>
}

/** A proxy that leads every way through to this machine, whatever host was named. */
export async function startConnectProxy(): Promise<ConnectProxy> {
  const asked: string[] = []
  const sockets = new Set<Duplex>()
  let status = 200
  const proxy = createServer()
  proxy.on('connect', (request, client: Duplex) => {
    asked.push(request.url ?? '')
    sockets.add(client)
    client.on('error', () => client.destroy())
    if (status !== 200) return client.end(`HTTP/1.1 ${status} No\r\n\r\n`)
    const port = Number(request.url?.split(':').at(-1))
    const server = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      server.pipe(client).pipe(server)
    })
    sockets.add(server)
    server.on('error', () => client.destroy())
    return undefined
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    asked,
    answerWith(next) {
      status = next
    },
    async close() {
      const closed = once(proxy, 'close')
      proxy.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
