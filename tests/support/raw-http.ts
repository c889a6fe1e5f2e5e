import { connect } from 'node:net'

export interface RawAnswer {
  /** Undefined when the connection ended without an answer. */
  readonly status: number | undefined
  /** Names in lower case; a header that comes twice keeps its last value. */
  readonly headers: ReadonlyMap<string, string>
  readonly text: string
  readonly tookMs: number
}

export interface SendOptions {
  /** Ends our side after the last byte, as a client does that has nothing more to say. */
  readonly halfClose?: boolean
  readonly deadlineMs: number
}

/** Sends bytes as they are on a connection of their own and gives the first final answer. Rejects when none came in time and the connection still stood. */
export function sendBytes(port: number, bytes: Uint8Array, { halfClose, deadlineMs }: SendOptions): Promise<RawAnswer> {
  const startedAt = performance.now()
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    const socket = connect({ port, host: '127.0.0.1' })
    const deadline = setTimeout(() => {
      socket.destroy()
      reject(new Error(`no end within ${deadlineMs} ms`))
    }, deadlineMs)
    // A reset is an end as well.
    socket.on('error', () => {})
    socket.on('data', (part: Buffer) => parts.push(part))
    socket.on('close', () => {
      clearTimeout(deadline)
      resolve({ ...readAnswer(Buffer.concat(parts)), tookMs: performance.now() - startedAt })
    })
    if (halfClose) socket.end(bytes)
    else socket.write(bytes)
  })
}

function readAnswer(received: Buffer): Omit<RawAnswer, 'tookMs'> {
  const headEnd = received.indexOf('\r\n\r\n')
  const [statusLine = '', ...lines] = received.subarray(0, Math.max(headEnd, 0)).toString('latin1').split('\r\n')
  const status = /^HTTP\/1\.[01] (\d{3}) /.exec(statusLine)?.[1]
  if (status === undefined) return { status: undefined, headers: new Map(), text: received.toString() }
  const rest = received.subarray(headEnd + 4)
  if (status.startsWith('1')) return readAnswer(rest)
  const headers = new Map(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  const length = Number(headers.get('content-length') ?? rest.length)
  return { status: Number(status), headers, text: rest.subarray(0, length).toString() }
}
