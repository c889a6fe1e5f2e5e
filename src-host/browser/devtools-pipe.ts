/** The DevTools protocol over a pair of pipes (`--remote-debugging-pipe`). No TCP port, so no other program can join. */
import type { Readable, Writable } from 'node:stream'
import type { Commands, Events } from './devtools-protocol.ts'

/** One attached target, or (without an id) the browser itself. */
export interface DevtoolsSession {
  readonly id: string | undefined
  /** Rejects with `Method: reason` when the browser refuses or the target goes. */
  send<M extends keyof Commands>(method: M, params: Commands[M]['params']): Promise<Commands[M]['result']>
  /** Sends and forgets: for commands whose target may be gone already. */
  post<M extends keyof Commands>(method: M, params: Commands[M]['params']): void
  /** Gives back what ends it. */
  on<E extends keyof Events>(event: E, listener: (params: Events[E]) => void): () => void
}
export interface Connection {
  readonly root: DevtoolsSession
  readonly closed: Promise<void>
  isClosed(): boolean
  openSession(id: string): DevtoolsSession
  dropSession(id: string): void
}

/** One message of the browser. `never`: the tables of devtools-protocol.ts say what it really is, by method. */
interface Incoming {
  id?: number
  sessionId?: string
  method: string
  params: never
  result: never
  error?: { message: string }
}
interface Waiting {
  readonly method: string
  readonly sessionId: string | undefined
  readonly resolve: (result: never) => void
  readonly reject: (error: Error) => void
}
type Listeners = Map<string, ((params: never) => void)[]>

/** Cuts a byte stream into its messages, which end with a zero byte. */
function createSplitter(onMessage: (text: string) => void) {
  let parts: Buffer[] = []
  return (chunk: Buffer) => {
    let start = 0
    for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, start)) {
      parts.push(chunk.subarray(start, end))
      start = end + 1
      const text = Buffer.concat(parts).toString('utf8')
      parts = []
      onMessage(text)
    }
    if (start < chunk.length) parts.push(chunk.subarray(start))
  }
}

/** Speaks with the browser at the other end of the two pipes. */
export function connectDevtools(toBrowser: Writable, fromBrowser: Readable): Connection {
  const waiting = new Map<number, Waiting>()
  const sessions = new Map<string | undefined, { session: DevtoolsSession; listeners: Listeners }>()
  const end = Promise.withResolvers<void>()
  let lastId = 0
  let isClosed = false

  function rejectWhere(matches: (call: Waiting) => boolean, reason: string) {
    for (const [id, call] of waiting) {
      if (!matches(call)) continue
      waiting.delete(id)
      call.reject(new Error(`${call.method}: ${reason}`))
    }
  }
  function close() {
    if (isClosed) return
    isClosed = true
    rejectWhere(() => true, 'the browser connection is closed')
    end.resolve()
  }
  function addSession(id: string | undefined): DevtoolsSession {
    const listeners: Listeners = new Map()
    const session: DevtoolsSession = {
      id,
      send(method, params) {
        if (isClosed) return Promise.reject(new Error(`${method}: the browser connection is closed`))
        return new Promise((resolve, reject) => {
          waiting.set(++lastId, { method, sessionId: id, resolve, reject })
          toBrowser.write(JSON.stringify({ id: lastId, method, params, sessionId: id }) + '\0')
        })
      },
      post(method, params) {
        session.send(method, params).catch(() => {})
      },
      on(event, listener) {
        listeners.set(event, [...(listeners.get(event) ?? []), listener])
        return () => {
          const others = (listeners.get(event) ?? []).filter((each) => each !== listener)
          listeners.set(event, others)
        }
      },
    }
    sessions.set(id, { session, listeners })
    return session
  }
  function receive(text: string) {
    const message: Incoming = JSON.parse(text)
    if (message.id === undefined) {
      for (const listener of sessions.get(message.sessionId)?.listeners.get(message.method) ?? [])
        listener(message.params)
      return
    }
    const call = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.error === undefined) call?.resolve(message.result)
    else call?.reject(new Error(`${call.method}: ${message.error.message}`))
  }

  fromBrowser.on('data', createSplitter(receive))
  for (const stream of [fromBrowser, toBrowser]) for (const event of ['close', 'error']) stream.on(event, close)
  return {
    root: addSession(undefined),
    closed: end.promise,
    isClosed: () => isClosed,
    openSession: (id) => sessions.get(id)?.session ?? addSession(id),
    dropSession(id) {
      sessions.delete(id)
      rejectWhere((call) => call.sessionId === id, 'the page is gone')
    },
  }
}
