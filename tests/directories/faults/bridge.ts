import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { startTcpFaultProxy, type TcpFaultProxy } from '../../support/tcp-fault-proxy.ts'
import { startTlsFront } from '../../support/tls-front.ts'
import type { RunningDirectory } from '../servers/running-directory.ts'
import { makeServerCertificate } from '../servers/server-certificates.ts'
import { makeServerFolder } from '../servers/server-process.ts'

/** TLS on both sides, and between them the requests in the clear, where a fault can be tied to what is in one. */
export interface Bridge {
  readonly url: string
  readonly caFile: string
  readonly proxy: TcpFaultProxy
  close(): Promise<void>
}

export async function startBridge({ host, port, caFile }: RunningDirectory): Promise<Bridge> {
  const folder = makeServerFolder('bridge')
  const certificate = await makeServerCertificate(folder)
  const sockets = new Set<Socket>()
  const outward = createServer((client) => {
    const server = connectTls({ host, port, ca: readFileSync(caFile) })
    for (const socket of [client, server]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => sockets.delete(socket))
    }
    client.pipe(server).pipe(client)
    client.on('close', () => server.destroy())
    server.on('close', () => client.destroy())
  })
  outward.listen(0, '127.0.0.1')
  await once(outward, 'listening')
  const proxy = await startTcpFaultProxy({ host: '127.0.0.1', port: portOf(outward.address()) })
  const files = {
    cert: readFileSync(certificate.certificateFile, 'utf8'),
    key: readFileSync(certificate.keyFile, 'utf8'),
  }
  const front = await startTlsFront(files, proxy.port)
  return {
    url: `ldaps://127.0.0.1:${front.port}`,
    caFile: certificate.caFile,
    proxy,
    async close() {
      await front.close()
      await proxy.close()
      outward.close()
      for (const socket of sockets) socket.destroy()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
