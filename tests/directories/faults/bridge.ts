import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { startTcpFaultProxy, type TcpFaultProxy } from '../../support/tcp-fault-proxy.ts'
import { startTlsFront } from '../../support/tls-front.ts'
import type { RunningDirectory } from '../servers/running-directory.ts'
import { makeServerCertificate, type ServerCertificate } from '../servers/server-certificates.ts'
import { makeServerFolder } from '../servers/server-process.ts'

/** TLS on both sides, and between them the requests in the clear, where a fault can be tied to what is in one. */
export interface Bridge {
  readonly url: string
  readonly caFile: string
  readonly proxy: TcpFaultProxy
  /** Acts once, on the first request that holds these bytes. */
  intercept(interception: Interception): void
  /** From now on another certificate, of the same authority or not. */
  replaceCertificate(certificate: ServerCertificate): void
  close(): Promise<void>
}

export interface Interception {
  readonly on: Buffer
  /** When the request has been passed on. */
  readonly afterRequest?: () => void
  /** Instead of passing the answer on, or anything else on that connection. */
  readonly insteadOfAnswer?: () => void
}

export async function startBridge({
  host,
  port,
  caFile,
}: Pick<RunningDirectory, 'host' | 'port' | 'caFile'>): Promise<Bridge> {
  const folder = makeServerFolder('bridge')
  const certificate = await makeServerCertificate(folder)
  const sockets = new Set<Socket>()
  let waiting: Interception | undefined
  const outward = createServer((client) => {
    const server = connectTls({ host, port, ca: readFileSync(caFile) })
    for (const socket of [client, server]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => sockets.delete(socket))
    }
    client.on('data', (part: Buffer) => {
      const found = waiting && part.includes(waiting.on) ? waiting : undefined
      if (found) waiting = undefined
      server.write(part, () => found?.afterRequest?.())
      if (found?.insteadOfAnswer) server.removeAllListeners('data').once('data', found.insteadOfAnswer)
    })
    server.on('data', (part: Buffer) => client.write(part))
    client.on('close', () => server.destroy())
    server.on('close', () => client.destroy())
  })
  outward.listen(0, '127.0.0.1')
  await once(outward, 'listening')
  const proxy = await startTcpFaultProxy({ host: '127.0.0.1', port: portOf(outward.address()) })
  const front = await startTlsFront(readFiles(certificate), proxy.port)
  return {
    url: `ldaps://127.0.0.1:${front.port}`,
    caFile: certificate.caFile,
    proxy,
    intercept: (interception) => {
      waiting = interception
    },
    replaceCertificate: (next) => front.replaceCertificate(readFiles(next)),
    async close() {
      await front.close()
      await proxy.close()
      outward.close()
      for (const socket of sockets) socket.destroy()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const readFiles = ({ certificateFile, keyFile }: ServerCertificate) => ({
  cert: readFileSync(certificateFile, 'utf8'),
  key: readFileSync(keyFile, 'utf8'),
})

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
