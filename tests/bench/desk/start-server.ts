import { once } from 'node:events'
import { createServer } from 'node:http'

/** Says that it is there, and remembers when it was asked. */
export async function startAnsweringServer() {
  let askedAt: number[] = []
  const server = createServer((_request, response) => {
    askedAt.push(performance.timeOrigin + performance.now())
    response.setHeader('content-type', 'application/json').end('{"status":"ok"}')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    forget: () => void (askedAt = []),
    /** Throws when it has not been asked at all: then it would not be known whether it is listened to. */
    countBefore(at: number): number {
      if (askedAt.length === 0) throw new Error('the desk has not asked its server')
      return askedAt.filter((asked) => asked < at).length
    },
    close: () => void server.close(),
  }
}
