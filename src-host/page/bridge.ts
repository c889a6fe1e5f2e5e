/**
 * The bridge between the preload's world and the page's. Runs INSIDE the page, once in each world: the function is
 * turned into text, so it may use nothing but its parameters and the browser's built-ins.
 *
 * The two worlds share the DOM and nothing else. They talk through CustomEvents whose name nobody else knows (128
 * random bits); Blink makes a structured clone of `detail` for the world that reads it. In the page's world this runs
 * before any script of the page and keeps every built-in it needs, so that a page (or an intruder in it) that patches
 * prototypes can neither break the bridge nor see the secret. That is also why the code below avoids methods on values
 * and objects with a prototype.
 */
export interface Bridge {
  /** Makes `value` appear in the other world under `name`; functions in it can be called from there. */
  expose(name: string, value: unknown): void
  onExpose(define: (name: string, value: unknown) => void): void
}
type AnyFunction = (...args: unknown[]) => unknown
interface Packet {
  kind: 'expose' | 'call' | 'return' | 'settle'
  name: string
  id: string
  ok: boolean
  value: unknown
}

/* oxlint-disable typescript/unbound-method -- built-ins are kept unbound on purpose and called through Reflect.apply */

/** @param here one letter for this world, @param there for the other */
export function makeBridge(secret: string, here: string, there: string): Bridge {
  const CaptiveEvent = CustomEvent
  const CaptivePromise = Promise
  const CaptiveError = Error
  const CaptiveNode = Node
  const CaptiveString = String
  const { apply, get } = Reflect
  const { keys, defineProperty, create } = Object
  const tagOf = Object.prototype.toString
  const { isArray } = Array
  const { isView } = ArrayBuffer
  const { dispatchEvent } = EventTarget.prototype
  const getDetail = Object.getOwnPropertyDescriptor(CaptiveEvent.prototype, 'detail')?.get
  const { then } = CaptivePromise.prototype
  const { get: readId, set: writeId } = WeakMap.prototype
  const hasInstance = Function.prototype[Symbol.hasInstance]
  const page = window
  const [outgoing, incoming, FUNCTION, PROMISE, ERROR] = [
    secret + there,
    secret + here,
    secret + 'f',
    secret + 'p',
    secret + 'e',
  ]
  const errorTypes: Record<string, ErrorConstructor> = Object.assign(create(null), {
    TypeError,
    RangeError,
    SyntaxError,
    ReferenceError,
  })
  const clonable: Record<string, boolean> = create(null)
  for (const name of ['Date', 'RegExp', 'Map', 'Set', 'ArrayBuffer', 'Blob', 'File'])
    clonable[`[object ${name}]`] = true
  const functions: Record<string, AnyFunction> = create(null)
  const stubs: Record<string, AnyFunction> = create(null)
  const waiting: Record<string, { resolve: (value: unknown) => void; reject: (error: unknown) => void }> = create(null)
  const ids = new WeakMap<AnyFunction, string>()
  let count = 0
  let answer: Packet | undefined
  let define: ((name: string, value: unknown) => void) | undefined

  const isA = (constructor: unknown, value: unknown): boolean => apply(hasInstance, constructor, [value])
  const isFunction = (value: unknown): value is AnyFunction => typeof value === 'function'
  const put = <T extends object>(object: T, key: PropertyKey, value: unknown): T => {
    const property: PropertyDescriptor = create(null)
    property.value = value
    property.enumerable = property.writable = property.configurable = true
    return defineProperty(object, key, property)
  }
  const emit = (packet: Partial<Packet>) => {
    const options: CustomEventInit = create(null) // else a getter on Object.prototype would be asked for `bubbles`
    options.detail = packet
    apply(dispatchEvent, page, [new CaptiveEvent(outgoing, options)])
  }
  const asError = (thrown: unknown) => {
    const from = typeof thrown === 'object' && thrown !== null ? thrown : undefined
    const error = new CaptiveError(CaptiveString(from === undefined ? thrown : get(from, 'message')))
    return put(error, 'name', CaptiveString(from === undefined ? 'Error' : get(from, 'name')))
  }

  function packFunction(value: AnyFunction) {
    let id: string | undefined = apply(readId, ids, [value])
    if (id === undefined) {
      id = here + ++count
      apply(writeId, ids, [value, id])
      functions[id] = value
    }
    return put({}, FUNCTION, id)
  }
  function packPromise(value: object) {
    const id = here + ++count
    void apply(then, value, [
      (result: unknown) => settle(id, true, result),
      (error: unknown) => settle(id, false, error),
    ])
    return put({}, PROMISE, id)
  }
  function pack(value: unknown, depth: number): unknown {
    if (depth > 100) throw new CaptiveError('Object is too deep or has a cycle')
    if (isFunction(value)) return packFunction(value)
    if (typeof value === 'symbol') throw new CaptiveError('An object could not be cloned.')
    if (typeof value !== 'object' || value === null) return value
    if (isA(CaptivePromise, value)) return packPromise(value)
    if (isA(CaptiveError, value))
      return put(put({}, ERROR, CaptiveString(get(value, 'name'))), 'message', CaptiveString(get(value, 'message')))
    const tag: string = apply(tagOf, value, [])
    if (clonable[tag] === true || isView(value)) return value
    if (isA(CaptiveNode, value)) throw new CaptiveError('DOM nodes cannot cross the context bridge')
    const names = keys(value)
    const copy = isArray(value) ? [] : {}
    for (let i = 0; i < names.length; i++) put(copy, names[i] ?? '', pack(get(value, names[i] ?? ''), depth + 1))
    return copy
  }
  function unpackMarked(value: object, marks: string[]): { value: unknown } | undefined {
    const mark = marks[0] ?? ''
    const id: string = get(value, mark)
    if (marks.length === 1 && mark === FUNCTION) return { value: (stubs[id] ??= (...args) => call(id, args)) }
    if (marks.length === 1 && mark === PROMISE)
      return {
        value: new CaptivePromise((resolve, reject) => {
          waiting[id] = put(put(create(null), 'resolve', resolve), 'reject', reject)
        }),
      }
    if (marks.length !== 2 || mark !== ERROR) return undefined
    const error = new (errorTypes[id] ?? CaptiveError)(get(value, 'message'))
    return { value: error.name === id ? error : put(error, 'name', id) }
  }
  function unpack(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value
    const tag: string = apply(tagOf, value, [])
    if (!isArray(value) && tag !== '[object Object]') return value
    const names = keys(value)
    const marked = isArray(value) ? undefined : unpackMarked(value, names)
    if (marked !== undefined) return marked.value
    for (let i = 0; i < names.length; i++) put(value, names[i] ?? '', unpack(get(value, names[i] ?? '')))
    return value
  }
  function packOrError(value: unknown): { ok: boolean; value: unknown } {
    try {
      return { ok: true, value: pack(value, 0) }
    } catch (error) {
      return { ok: false, value: pack(asError(error), 0) }
    }
  }
  function settle(id: string, ok: boolean, result: unknown) {
    const packed = packOrError(result)
    emit({ kind: 'settle', id, ok: ok && packed.ok, value: packed.value })
  }
  function call(id: string, args: unknown[]): unknown {
    const outer = answer
    answer = undefined
    emit({ kind: 'call', id, value: pack(args, 0) }) // the other world answers before this returns
    const got = takeAnswer()
    answer = outer
    if (got === undefined) throw new CaptiveError('The preload is gone')
    const value = unpack(got.value)
    if (!got.ok) throw value
    return value
  }
  function takeAnswer(): Packet | undefined {
    return answer
  }
  function runCall({ id, value }: Packet) {
    try {
      const target = functions[id]
      if (target === undefined) throw new CaptiveError('No such function')
      const args = unpack(value)
      emit({ kind: 'return', ok: true, value: pack(apply(target, undefined, isArray(args) ? args : []), 0) })
    } catch (error) {
      emit({ kind: 'return', ok: false, value: packOrError(error).value })
    }
  }
  function receive(packet: Packet) {
    if (packet.kind === 'return') answer = packet
    else if (packet.kind === 'call') runCall(packet)
    else if (packet.kind === 'expose') define?.(packet.name, unpack(packet.value))
    else {
      const promise = waiting[packet.id]
      delete waiting[packet.id]
      if (packet.ok) promise?.resolve(unpack(packet.value))
      else promise?.reject(unpack(packet.value))
    }
  }

  page.addEventListener(
    incoming,
    (event) => {
      if (getDetail === undefined) return
      const packet: Packet | null = apply(getDetail, event, [])
      if (packet !== null) receive(packet)
    },
    true,
  )
  return {
    expose: (name, value) => emit({ kind: 'expose', name, value: pack(value, 0) }),
    onExpose(listener) {
      define = listener
    },
  }
}
