import { Agent, request } from 'node:http'

export interface BenchCall {
  readonly token?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface BenchClient {
  /** Gives the text of the answer. Throws when its status is not the one expected: a bench of refusals says nothing. */
  call(expected: number, method: string, path: string, call?: BenchCall): Promise<string>
  close(): void
}

/** Over connections that are kept, as the desktop app keeps its own. */
export function createBenchClient(url: string): BenchClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const { hostname, port } = new URL(url)
  return {
    call: (expected, method, path, { token, body, headers } = {}) =>
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
            answer.on('end', () => {
              if (answer.statusCode === expected) resolve(text)
              else reject(new Error(`${method} ${path}: ${answer.statusCode} ${text.slice(0, 500)}`))
            })
          },
        )
        sent.on('error', reject)
        sent.end(payload)
      }),
    close: () => agent.destroy(),
  }
}
