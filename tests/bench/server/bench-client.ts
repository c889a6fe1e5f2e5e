import { Agent, request } from 'node:http'

export interface BenchCall {
  readonly token?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface BenchAnswer {
  readonly status: number
  readonly text: string
}

export interface BenchClient {
  ask(method: string, path: string, call?: BenchCall): Promise<BenchAnswer>
  /** Gives the text of the answer. Throws when its status is not the one expected: a bench of refusals says nothing. */
  call(expected: number, method: string, path: string, call?: BenchCall): Promise<string>
  close(): void
}

/** Over connections that are kept, as the desktop app keeps its own. */
export function createBenchClient(url: string): BenchClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const { hostname, port } = new URL(url)
  const ask: BenchClient['ask'] = (method, path, { token, body, headers } = {}) =>
    new Promise((resolve, reject) => {
      const payload = body === undefined ? undefined : JSON.stringify(body)
      const sent = request(
        {
          agent,
          hostname,
          port,
          method,
          path,
          headers: {
            ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
            ...(payload === undefined
              ? {}
              : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
            ...headers,
          },
        },
        (answer) => {
          let text = ''
          answer.setEncoding('utf8')
          answer.on('data', (part: string) => (text += part))
          answer.on('error', reject)
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
        },
      )
      sent.on('error', reject)
      sent.end(payload)
    })
  return { ask, call: expectStatus(ask), close: () => agent.destroy() }
}

/** Asks the clients in turn, as a proxy in front of several servers does. */
export function takeTurns(clients: readonly [BenchClient, ...BenchClient[]]): BenchClient {
  let turn = 0
  const ask: BenchClient['ask'] = (...asked) => {
    const client = clients[turn % clients.length] ?? clients[0]
    turn += 1
    return client.ask(...asked)
  }
  return { ask, call: expectStatus(ask), close: () => clients.forEach((client) => client.close()) }
}

const expectStatus =
  (ask: BenchClient['ask']): BenchClient['call'] =>
  async (expected, method, path, call) => {
    const { status, text } = await ask(method, path, call)
    if (status === expected) return text
    throw new Error(`${method} ${path}: ${status} ${text.slice(0, 500)}`)
  }
