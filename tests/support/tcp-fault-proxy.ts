import { connect, createServer, type Socket } from 'node:net'

/** Which way bytes go: `up` from the client to the server behind, `down` back. */
export type Direction = 'up' | 'down'

export interface TcpFault {
  /** Every chunk comes so much later. */
  readonly latencyMs?: number
  /** Bytes are passed on in pieces of so many. */
  readonly sliceBytes?: number
  /** At most so many bytes a second in each direction. */
  readonly bytesPerSecond?: number
  /** Passes on nothing any more in either direction, and keeps both connections. */
  readonly swallow?: boolean
  /** Acts once, on the first connection on which this passes. */
  readonly trigger?: TcpTrigger
}

export interface TcpTrigger {
  readonly direction: Direction
  /** Bytes looked for, also across chunks; or after how many bytes. */
  readonly on: Buffer | number
  /** `before` holds back the chunk that completed it; `after` passes it on and nothing of what is answered. */
  readonly when: 'before' | 'after'
  readonly does: 'reset' | 'swallow' | 'close'
}

export interface TcpFaultProxy {
  readonly port: number
  /** For connections that are there as well as new ones. */
  setFault(fault: TcpFault): void
  /** How many triggers have acted. */
  triggered(): number
  connections(): number
  /** Ends all connections by RST; new ones are taken. */
  resetAll(): void
  close(): Promise<void>
}

interface Lane {
  readonly from: Socket
  readonly to: Socket
  readonly direction: Direction
  /** The end of what passed, as long as the trigger’s pattern. */
  tail: Buffer
  passed: number
  /** Chunks go in order, however late. */
  queue: Promise<void>
}

interface Pair {
  readonly client: Socket
  readonly server: Socket
  isSwallowing: boolean
}

/** A TCP proxy on a free port of loopback in front of `target`, which does to connections what networks do (R8). */
export async function startTcpFaultProxy(target: { host: string; port: number }): Promise<TcpFaultProxy> {
  const pairs = new Set<Pair>()
  let fault: TcpFault = {}
  let acted = 0

  const reset = ({ client, server }: Pair): void => {
    client.resetAndDestroy()
    server.resetAndDestroy()
  }

  const act = (pair: Pair, trigger: TcpTrigger): void => {
    acted += 1
    const { trigger: _, ...rest } = fault
    fault = rest
    if (trigger.does === 'reset') reset(pair)
    else if (trigger.does === 'swallow') pair.isSwallowing = true
    else for (const socket of [pair.client, pair.server]) socket.end()
  }

  const forward = async (pair: Pair, lane: Lane, chunk: Buffer): Promise<void> => {
    const { latencyMs, trigger } = fault
    if (latencyMs !== undefined) await wait(latencyMs)
    if (isLost(pair)) return
    const fires = trigger?.direction === lane.direction && completes(lane, chunk, trigger.on)
    lane.passed += chunk.length
    if (fires && trigger.when === 'before') return act(pair, trigger)
    if (!fires) return await send(pair, lane.to, chunk)
    // The answer must not slip through between the last byte up and the cut.
    if (trigger.does === 'swallow') pair.isSwallowing = true
    await new Promise<void>((resolve) => lane.to.write(chunk, () => resolve()))
    // Reset right after a write, the peer may lose what it was sent: let it read.
    pair.isSwallowing = true
    await wait(30)
    act(pair, trigger)
  }

  const isLost = (pair: Pair): boolean => pair.isSwallowing || fault.swallow === true

  const send = async (pair: Pair, to: Socket, chunk: Buffer): Promise<void> => {
    const { sliceBytes = chunk.length, bytesPerSecond } = fault
    for (let at = 0; at < chunk.length && !isLost(pair); at += sliceBytes) {
      const piece = chunk.subarray(at, at + sliceBytes)
      if (bytesPerSecond !== undefined) await wait((piece.length * 1000) / bytesPerSecond)
      if (to.writable && !isLost(pair)) to.write(piece)
      if (sliceBytes < chunk.length) await new Promise((resolve) => setImmediate(resolve))
    }
  }

  const join = (pair: Pair, lane: Lane): void => {
    lane.from.on('data', (chunk: Buffer) => {
      lane.queue = lane.queue.then(() => forward(pair, lane, chunk))
    })
    lane.from.on('end', () => {
      lane.queue = lane.queue.then(() => {
        if (!isLost(pair)) lane.to.end()
      })
    })
    lane.from.on('error', () => lane.to.destroy())
    lane.from.on('close', () => {
      lane.queue = lane.queue.then(() => {
        if (!isLost(pair)) lane.to.destroy()
        pairs.delete(pair)
      })
    })
  }

  const listener = createServer({ allowHalfOpen: true }, (client) => {
    const server = connect({ ...target, allowHalfOpen: true })
    const pair: Pair = { client, server, isSwallowing: false }
    pairs.add(pair)
    for (const socket of [client, server]) socket.setNoDelay(true)
    const start = { tail: Buffer.alloc(0), passed: 0, queue: Promise.resolve() }
    join(pair, { from: client, to: server, direction: 'up', ...start })
    join(pair, { from: server, to: client, direction: 'down', ...start })
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const address = listener.address()
  if (address === null || typeof address === 'string') throw new Error('no port')

  const resetAll = (): void => {
    for (const pair of pairs) reset(pair)
    pairs.clear()
  }
  return {
    port: address.port,
    setFault: (next) => {
      fault = next
    },
    triggered: () => acted,
    connections: () => pairs.size,
    resetAll,
    async close() {
      const closed = new Promise((resolve) => listener.close(resolve))
      resetAll()
      await closed
    },
  }
}

/** Whether the pattern ends, or the count is reached, in this chunk. */
function completes(lane: Lane, chunk: Buffer, on: Buffer | number): boolean {
  if (typeof on === 'number') return lane.passed < on && lane.passed + chunk.length >= on
  const seen = Buffer.concat([lane.tail, chunk])
  lane.tail = seen.subarray(Math.max(0, seen.length - on.length + 1))
  return seen.includes(on)
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
