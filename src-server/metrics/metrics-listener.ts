import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import { formatUrl, type ListenAddress } from '../config/listen-address.ts'

export interface MetricsListener {
  readonly url: string
  close(): Promise<void>
}

export interface RenderedMetrics {
  readonly contentType: string
  readonly render: () => Promise<string>
}

/** Nobody but a scraper asks here, so the limits (R5) are tight. */
const limits = {
  requestTimeout: 10_000,
  headersTimeout: 5000,
  keepAliveTimeout: 30_000,
  connectionsCheckingInterval: 5000,
}

/**
 * Serves `GET /metrics` and nothing else, on an address of its own, so that whoever reaches the service does not reach its
 * figures. Throws `address_in_use`.
 */
export async function listenForMetrics(metrics: RenderedMetrics, address: ListenAddress): Promise<MetricsListener> {
  const server = createServer(limits, (request, response) => {
    request.resume()
    void answer(metrics, `${request.method} ${request.url?.split('?')[0]}`, response)
  })
  server.setTimeout(limits.keepAliveTimeout)
  try {
    server.listen(address)
    await once(server, 'listening')
  } catch (cause) {
    const detail = `metrics on ${address.host}:${address.port}`
    throw new AppError('address_in_use', { detail }, { cause })
  }
  const bound = server.address()
  const port = bound !== null && typeof bound === 'object' ? bound.port : address.port
  return {
    url: `${formatUrl('http', address.host, port)}/metrics`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function answer(metrics: RenderedMetrics, asked: string, response: ServerResponse): Promise<void> {
  response.setHeader('cache-control', 'no-store')
  if (asked !== 'GET /metrics') {
    response.writeHead(404).end()
    return
  }
  try {
    const text = await metrics.render()
    response.writeHead(200, { 'content-type': metrics.contentType }).end(text)
  } catch {
    response.writeHead(500).end()
  }
}
