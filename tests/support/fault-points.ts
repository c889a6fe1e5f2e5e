import { isMainThread, Worker } from 'node:worker_threads'
import { Client } from 'ldapts'
import pg from 'pg'
import { z } from 'zod'

/**
 * Loaded into a server process before its own code (`node --import`): every database statement, every request to a directory
 * and every password hash becomes three points at which the process can end as by kill -9: before it starts, while it is under way, and after it was
 * answered. The server itself knows nothing of it. Points are counted from the message `arm` on, or from the start when
 * SAIHAKKO_FAULT_POINT names one; the number of points is then told at the end (`fault points: 12`). SAIHAKKO_FAULT_AFTER, a
 * regular expression, lets them be counted from the first point on whose name it matches.
 */
export const faultMessageSchema = z.strictObject({
  /** At which point to end; 0 only counts. */
  arm: z.int().min(0).optional(),
  /** Goes on for ever at the last of these points (regular expressions that match in turn), and says so. */
  hold: z.array(z.string()).min(1).optional(),
  /** Asks for the points that were passed since. */
  list: z.literal(true).optional(),
})
export type FaultMessage = z.infer<typeof faultMessageSchema>

let passed: string[] = []
let fatal = 0
let isArmed = false
let countFrom: RegExp | undefined
let holds: RegExp[] = []

/** Whether the work ends here without the process. */
function pass(point: string): boolean {
  if (!isArmed) return false
  if (countFrom && !countFrom.test(point)) return false
  countFrom = undefined
  passed.push(point)
  if (passed.length === fatal) process.kill(process.pid, 'SIGKILL')
  if (!holds[0]?.test(point)) return false
  holds.shift()
  if (holds.length > 0) return false
  process.send?.({ held: point })
  return true
}

const forever = (): Promise<never> => new Promise(() => {})

/** Runs a call with a point before it, one after it is on its way, and one when it has been answered. */
function surround(name: string, call: () => unknown): unknown {
  if (pass(`before ${name}`)) return forever()
  const result = call()
  if (!(result instanceof Promise)) return result
  let isHeld = false
  // What was written in this turn leaves before this comes; no answer is read before.
  setImmediate(() => {
    isHeld = pass(`during ${name}`)
  })
  const isOver = (): boolean => pass(`after ${name}`) || isHeld
  return result.then(
    (answer: unknown) => (isOver() ? forever() : answer),
    async (error: unknown) => {
      if (isOver()) await forever()
      throw error
    },
  )
}

type Method = (this: unknown, ...args: unknown[]) => unknown
const isMethod = (value: unknown): value is Method => typeof value === 'function'

function wrap(owner: object, method: string, nameOf: (args: readonly unknown[]) => string): void {
  const original: unknown = Reflect.get(owner, method)
  if (!isMethod(original)) throw new TypeError(`${method} is no method`)
  const wrapped: Method = function (...args) {
    return surround(nameOf(args), () => Reflect.apply(original, this, args))
  }
  if (!Reflect.set(owner, method, wrapped)) throw new TypeError(`${method} cannot be replaced`)
}

const shorten = (value: unknown): string => String(value).replaceAll(/\s+/g, ' ').slice(0, 60)

/** A statement by its beginning, and whether the transaction is committed along with it. */
function nameStatement(statement: unknown): string {
  const given: unknown =
    typeof statement === 'object' && statement !== null ? Reflect.get(statement, 'text') : statement
  return `${shorten(given)}${String(given).includes('/* commits */') ? ' and commit' : ''}`
}

/** Statements that are sent in one go answer by calls, not by a promise: done when the connection is ready again. */
function passWhenReady(statement: unknown, name: string): void {
  if (typeof statement !== 'object' || statement === null) return
  const ready: unknown = Reflect.get(statement, 'handleReadyForQuery')
  if (!isMethod(ready) || !Object.hasOwn(statement, 'handleReadyForQuery')) return
  let isHeld = false
  setImmediate(() => {
    isHeld = pass(`during ${name}`)
  })
  const told: Method = function (...args) {
    if (isHeld) return
    Reflect.apply(ready, this, args)
    pass(`after ${name}`)
  }
  Reflect.set(statement, 'handleReadyForQuery', told)
}

function wrapQuery(): void {
  const original: unknown = Reflect.get(pg.Client.prototype, 'query')
  if (!isMethod(original)) throw new TypeError('query is no method')
  const wrapped: Method = function (...args) {
    const name = nameStatement(args[0])
    return surround(name, () => {
      passWhenReady(args[0], name)
      return Reflect.apply(original, this, args)
    })
  }
  if (!Reflect.set(pg.Client.prototype, 'query', wrapped)) throw new TypeError('query cannot be replaced')
}

const askedOfThread = z.union([
  z.object({ sql: z.string() }).transform(({ sql }) => shorten(sql)),
  z.object({ kind: z.enum(['hash', 'verify']) }).transform(({ kind }) => `argon2 ${kind}`),
])

/** Threads, of the embedded database and for passwords, answer by messages, not promises. */
function wrapThreads(): void {
  const post = Worker.prototype.postMessage
  Worker.prototype.postMessage = function (message: unknown, ...rest: []) {
    const name = askedOfThread.safeParse(message).data
    if (name !== undefined) pass(`before ${name}`)
    Reflect.apply(post, this, [message, ...rest])
    if (name !== undefined) setImmediate(() => pass(`during ${name}`))
  }
  const emit: unknown = Reflect.get(Worker.prototype, 'emit')
  if (!isMethod(emit)) throw new TypeError('emit is no method')
  const wrapped: Method = function (...args) {
    if (args[0] === 'message') pass('after what a thread was asked')
    return Reflect.apply(emit, this, args)
  }
  Reflect.set(Worker.prototype, 'emit', wrapped)
}

const pointFromStart = process.env['SAIHAKKO_FAULT_POINT']

if (isMainThread) {
  wrapQuery()
  wrapThreads()
  for (const method of ['bind', 'search', 'modify', 'exop']) wrap(Client.prototype, method, () => `ldap ${method}`)
  const after = process.env['SAIHAKKO_FAULT_AFTER']
  countFrom = after === undefined ? undefined : new RegExp(after)
  if (pointFromStart !== undefined) {
    fatal = Number(pointFromStart)
    isArmed = true
    process.on('exit', () => process.stderr.write(`fault points: ${passed.length}\n`))
  }
}
if (isMainThread && process.send) {
  process.on('message', (message) => {
    const { arm, list, hold } = faultMessageSchema.parse(message)
    if (list) process.send?.({ passed })
    if (hold) {
      isArmed = true
      holds = hold.map((point) => new RegExp(point))
    }
    if (arm === undefined) return
    passed = []
    fatal = arm
    isArmed = true
    process.send?.({ armed: arm })
  })
  process.channel?.unref()
}
