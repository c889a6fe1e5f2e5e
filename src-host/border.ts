/**
 * The border between an app and the host: what is not on the surface list throws, always with the same words.
 * A missing function that silently does nothing would be found by a customer; one that throws, by the first test.
 */
import { EventEmitter } from 'node:events'

/** The error for a part of Electron's API that the host does not have. */
export function notSupported(name: string): Error {
  return new Error(`not supported by the Chromium host: ${name}`)
}

/** Names that the language, Node's module loader and inspectors look up on any object: they get `undefined`. */
const LOOKED_UP_BY_THE_LANGUAGE = new Set(['then', 'toJSON', '__esModule', 'inspect', 'prototype', 'default'])

export interface SurfaceEntry {
  readonly members?: readonly string[]
  readonly objects?: readonly string[]
  readonly events?: readonly string[]
}

const EVENT_METHODS = [
  'on',
  'once',
  'off',
  'addListener',
  'removeListener',
  'removeAllListeners',
  'listenerCount',
  'emit',
]

/**
 * Puts the fence round an object: reading or setting a name that is not listed throws. Listed names can be replaced
 * (tests mock them, Playwright replaces app.emit). Refuses at once an object that does not match its list.
 */
export function fence<T extends object>(path: string, target: T, entry: SurfaceEntry): T {
  const listed = new Set([...(entry.members ?? []), ...(entry.objects ?? [])])
  for (const name of listed) if (!Object.hasOwn(target, name)) throw new Error(`the host lacks its own ${path}.${name}`)
  for (const name of Object.getOwnPropertyNames(target)) {
    const builtIn =
      typeof target === 'function' && ['name', 'length', 'prototype', 'arguments', 'caller'].includes(name)
    if (!listed.has(name) && !EVENT_METHODS.includes(name) && !builtIn) throw new Error(`unlisted: ${path}.${name}`)
  }
  const full = (name: string) => (path === '' ? name : `${path}.${name}`)
  return new Proxy(target, {
    get(object, name) {
      if (typeof name === 'symbol' || Object.hasOwn(object, name) || name in Object.prototype)
        return Reflect.get(object, name)
      if (LOOKED_UP_BY_THE_LANGUAGE.has(name) || /^\d+$/.test(name)) return undefined
      throw notSupported(full(name))
    },
    set(object, name, value) {
      if (typeof name === 'string' && !Object.hasOwn(object, name)) throw notSupported(full(name))
      return Reflect.set(object, name, value)
    },
  })
}

/** A listener as an app registers it. */
export type Listener = (...values: unknown[]) => void

/** Electron's events are values with a veto. */
export interface HostEvent {
  readonly defaultPrevented: boolean
  preventDefault(): void
}

/** An event that can be vetoed with preventDefault(), carrying `values`. */
export function createEvent<T extends object = object>(values?: T): HostEvent & T {
  let prevented = false
  const event = {
    get defaultPrevented() {
      return prevented
    },
    preventDefault() {
      prevented = true
    },
  }
  return Object.assign(event, values)
}

/**
 * The event half of an object: `methods` are spread into what the app gets, `emit` is the host's own end. A listener
 * for an event that is not on the list throws: it would wait for ever.
 *
 * @param names the events on the surface list, or undefined when any name will do (IPC channels)
 */
export function createEvents<N extends string>(path: string, names: readonly N[] | undefined) {
  const emitter = new EventEmitter()
  emitter.setMaxListeners(0)
  const known = (name: string) => {
    // 'error' is never emitted, but node:events' once(object, …) always listens for it.
    if (name !== 'error' && names !== undefined && !names.some((each) => each === name))
      throw notSupported(`${path}.on('${name}')`)
    return name
  }
  function on(this: unknown, name: string, listener: Listener) {
    emitter.on(known(name), listener)
    return this
  }
  function off(this: unknown, name: string, listener: Listener) {
    emitter.off(known(name), listener)
    return this
  }
  const methods = {
    on,
    off,
    addListener: on,
    removeListener: off,
    once(this: unknown, name: string, listener: Listener) {
      emitter.once(known(name), listener)
      return this
    },
    removeAllListeners(this: unknown, name?: string) {
      emitter.removeAllListeners(name)
      return this
    },
    listenerCount: (name: string) => emitter.listenerCount(name),
    // Not narrowed: tests stand in for the machine with powerMonitor.emit('lock-screen').
    emit: (name: string, ...values: unknown[]) => emitter.emit(known(name), ...values),
  }
  return {
    methods,
    emit: (name: N, ...values: unknown[]) => emitter.emit(name, ...values),
    has: (name: N) => emitter.listenerCount(name) > 0,
  }
}
