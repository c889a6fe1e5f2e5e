import { once } from 'node:events'
import { z } from 'zod'

/** The page of an app’s one window, over the browser’s debugging port. */
export interface PageConnection {
  send(method: string, params?: object): Promise<unknown>
  /** To the browser as a whole instead of to the page. */
  sendToBrowser(method: string, params?: object): Promise<unknown>
  /** What `expression`, or the promise it is, comes to in the page that is shown in the end: a page that leaves is waited for. */
  evaluate(expression: string): Promise<unknown>
  on(method: string, listener: (params: unknown) => void): void
  close(): void
}

const messageSchema = z.object({
  id: z.int().optional(),
  method: z.string().optional(),
  params: z.unknown().optional(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
})
const attachedSchema = z.object({ sessionId: z.string(), targetInfo: z.object({ type: z.string() }) })
const evaluatedSchema = z.object({
  result: z.object({ value: z.unknown().optional() }),
  exceptionDetails: z.unknown().optional(),
})

/** What is to be done before the page runs its first script. */
export type PreparePage = (page: PageConnection) => Promise<void>

/** Connects to the browser at `address` (`ws://…`) and waits for its first page, which with `prepare` waits for that. */
export async function connectPage(address: string, prepare?: PreparePage): Promise<PageConnection> {
  const socket = new WebSocket(address)
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  const listeners = new Map<string, ((params: unknown) => void)[]>()
  let lastId = 0
  socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const { id, method, params, result, error } = messageSchema.parse(JSON.parse(String(data)))
    const asked = id === undefined ? undefined : waiting.get(id)
    if (id !== undefined) waiting.delete(id)
    if (error) asked?.reject(new Error(error.message))
    else asked?.resolve(result)
    for (const listener of listeners.get(method ?? '') ?? []) listener(params)
  })
  const on = (method: string, listener: (params: unknown) => void): void =>
    void listeners.set(method, [...(listeners.get(method) ?? []), listener])
  const post = async (method: string, params: object, sessionId?: string): Promise<unknown> => {
    const id = (lastId += 1)
    const answer = Promise.withResolvers<unknown>()
    waiting.set(id, answer)
    socket.send(JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) }))
    return await answer.promise
  }

  await once(socket, 'open')
  const attached = new Promise<string>((resolve) => {
    on('Target.attachedToTarget', (params) => {
      const { sessionId, targetInfo } = attachedSchema.parse(params)
      if (targetInfo.type === 'page') resolve(sessionId)
    })
  })
  const waitForDebuggerOnStart = prepare !== undefined
  await post('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart, flatten: true })
  const session = await attached

  const page: PageConnection = {
    on,
    send: (method, params = {}) => post(method, params, session),
    sendToBrowser: (method, params = {}) => post(method, params),
    async evaluate(expression) {
      for (;;) {
        const asked = { expression, awaitPromise: true, returnByValue: true }
        const answer = await post('Runtime.evaluate', asked, session).catch((error: unknown) => error)
        // The empty page that every window opens with has left.
        if (answer instanceof Error && /navigated|context|destroyed/i.test(answer.message)) continue
        if (answer instanceof Error) throw answer
        const { result, exceptionDetails } = evaluatedSchema.parse(answer)
        if (exceptionDetails !== undefined) throw new Error(`the page threw: ${JSON.stringify(exceptionDetails)}`)
        return result.value
      }
    },
    close: () => socket.close(),
  }
  await prepare?.(page)
  if (prepare) await page.send('Runtime.runIfWaitingForDebugger')
  return page
}
