/**
 * Runs INSIDE the page, in the preload's world: what `require('electron')` gives a sandboxed preload. Turned into
 * text, so it may use nothing but its parameters and built-ins.
 */
import type { ValueCodec } from '../ipc/value-codec.ts'
import type { Bridge } from './bridge.ts'

type IpcListener = (event: object, ...args: unknown[]) => void
interface Registered {
  readonly listener: IpcListener
  readonly isOnce: boolean
}
export interface PreloadModules {
  readonly electron: object
  /** Takes the host's JSON: a message on a channel, or the answer to an invoke. */
  readonly receive: (text: string) => void
}

/** @param send hands a message to the host */
export function makePreloadModules(bridge: Bridge, codec: ValueCodec, send: (message: object) => void): PreloadModules {
  const listeners = new Map<string, Registered[]>()
  const calls = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  const exposed = new Set<string>()
  let lastId = 0

  function fence<T extends object>(path: string, target: T): T {
    return new Proxy(target, {
      get(object, name) {
        if (typeof name === 'symbol' || Object.hasOwn(object, name) || name === 'then') return Reflect.get(object, name)
        throw new Error(`not supported by the Chromium host: ${path}${name}`)
      },
    })
  }
  function add(channel: string, listener: IpcListener, isOnce: boolean) {
    if (typeof listener !== 'function') throw new TypeError('The "listener" argument must be of type function')
    listeners.set(channel, [...(listeners.get(channel) ?? []), { listener, isOnce }])
    return ipcRenderer
  }
  function remove(channel: string, listener: IpcListener) {
    const list = [...(listeners.get(channel) ?? [])]
    const index = list.findLastIndex((each) => each.listener === listener)
    if (index >= 0) list.splice(index, 1)
    listeners.set(channel, list)
    return ipcRenderer
  }
  const ipcRenderer: object = fence('ipcRenderer.', {
    on: (channel: string, listener: IpcListener) => add(channel, listener, false),
    once: (channel: string, listener: IpcListener) => add(channel, listener, true),
    off: remove,
    removeListener: remove,
    send(channel: string, ...args: unknown[]) {
      send({ kind: 'send', channel, args: codec.encode(args) })
    },
    invoke(channel: string, ...args: unknown[]) {
      return new Promise<unknown>((resolve, reject) => {
        const id = ++lastId
        const encoded = codec.encode(args)
        calls.set(id, { resolve, reject })
        send({ kind: 'invoke', id, channel, args: encoded })
      })
    },
  })
  const contextBridge = fence('contextBridge.', {
    exposeInMainWorld(name: string, api: unknown) {
      if (exposed.has(name)) throw new Error('Cannot bind an API on top of an existing property on the window object')
      exposed.add(name)
      bridge.expose(name, api)
    },
  })

  function callListeners(channel: string, args: unknown[]) {
    for (const { listener, isOnce } of listeners.get(channel) ?? []) {
      if (isOnce) remove(channel, listener)
      try {
        listener({ sender: ipcRenderer, ports: [] }, ...args)
      } catch (error) {
        reportError(error)
      }
    }
  }
  return {
    electron: fence('', { contextBridge, ipcRenderer }),
    receive(text) {
      const message: { channel?: string; id: number; ok: boolean; value: string } = JSON.parse(text)
      if (message.channel !== undefined) {
        const args = codec.decode(message.value)
        callListeners(message.channel, Array.isArray(args) ? args : [])
        return
      }
      const call = calls.get(message.id)
      calls.delete(message.id)
      if (message.ok) call?.resolve(codec.decode(message.value))
      else call?.reject(new Error(message.value))
    },
  }
}
