import type { EventEmitter } from 'node:events'

/** The process that forked this one. */
export interface ParentPort<Sent> {
  send(message: Sent): void
  onMessage(listener: (message: unknown) => void): void
  onGone(listener: () => void): void
}

/** Electron's side of a utility process; its messages come wrapped in an event. */
interface ElectronParentPort extends EventEmitter {
  postMessage(message: unknown): void
}

/** Connects to Electron's `utilityProcess.fork`, or to `child_process.fork`. Throws when nobody forked this process. */
export function connectParent<Sent>(): ParentPort<Sent> {
  const port = readElectronPort()
  if (port) {
    return {
      send: (message) => port.postMessage(message),
      onMessage: (listener) => void port.on('message', (event: { readonly data: unknown }) => listener(event.data)),
      onGone: (listener) => void port.once('close', listener),
    }
  }
  if (!process.send) throw new Error('to be forked by the desktop app')
  return {
    send: (message) => void process.send?.(message),
    onMessage: (listener) => void process.on('message', listener),
    onGone: (listener) => void process.once('disconnect', listener),
  }
}

function readElectronPort(): ElectronParentPort | undefined {
  const port: unknown = Reflect.get(process, 'parentPort')
  return isElectronPort(port) ? port : undefined
}

const isElectronPort = (port: unknown): port is ElectronParentPort =>
  typeof port === 'object' && port !== null && 'postMessage' in port && 'on' in port
