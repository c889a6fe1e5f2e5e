import { once } from 'node:events'
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { ServerErrorCode } from '../../src-shared/errors/server-errors.ts'

export interface MoodyRelay {
  readonly url: string
  /** `refuse`: every call that carries a token is answered with this code; `silent`: nobody answers. */
  become(mood: 'faithful' | 'silent' | { readonly refuse: ServerErrorCode }): void
  close(): void
}

/** Stands between the desk and a server, for what a server does only after hours. */
export async function startMoodyRelay(target: string): Promise<MoodyRelay> {
  let mood: Parameters<MoodyRelay['become']>[0] = 'faithful'

  function answer(asked: IncomingMessage, response: ServerResponse): void {
    if (mood === 'silent') return void asked.socket.destroy()
    const isLogin = asked.method === 'POST' && asked.url?.endsWith('/sessions') === true
    if (mood !== 'faithful' && asked.headers.authorization !== undefined && !isLogin) {
      const problem = { type: 'about:blank', title: 'x', status: 401, code: mood.refuse, requestId: 'relay' }
      response.writeHead(401, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem))
      return undefined
    }
    const { method, headers } = asked
    const passedOn = request(new URL(asked.url ?? '/', target), { method, headers }, (answered) => {
      response.writeHead(answered.statusCode ?? 502, answered.headers)
      answered.pipe(response)
    })
    passedOn.on('error', () => response.destroy())
    asked.pipe(passedOn)
    return undefined
  }

  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the relay has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    become: (next) => void (mood = next),
    close: () => server.close().closeAllConnections(),
  }
}
