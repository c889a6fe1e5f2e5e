/** Electron's ipcMain: handlers and listeners by channel name. */
import { createEvents, fence } from '../border.ts'
import { surface } from '../surface.ts'

export type IpcHandler = (event: object, ...args: unknown[]) => unknown

/** What the rest of the host uses of ipcMain. */
export interface IpcHub {
  readonly ipcMain: object
  /** Runs the handler of a channel; rejects with Electron's words when there is none. */
  invoke(channel: string, event: object, args: readonly unknown[]): Promise<unknown>
  deliver(channel: string, event: object, args: readonly unknown[]): void
}

export function createIpcHub(): IpcHub {
  const handlers = new Map<string, IpcHandler>()
  const events = createEvents<string>('ipcMain', undefined)
  // A channel may be called 'error', which Node's emitter would throw for when nobody listens.
  events.methods.on('error', () => {})
  const target = {
    ...events.methods,
    handle(channel: string, handler: IpcHandler) {
      if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
      handlers.set(channel, handler)
    },
    handleOnce(channel: string, handler: IpcHandler) {
      target.handle(channel, (event, ...args) => {
        handlers.delete(channel)
        return handler(event, ...args)
      })
    },
    removeHandler(channel: string) {
      handlers.delete(channel)
    },
  }
  return {
    ipcMain: fence('ipcMain', target, surface.ipcMain),
    async invoke(channel, event, args) {
      const handler = handlers.get(channel)
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`)
      return handler(event, ...args)
    },
    deliver(channel, event, args) {
      events.emit(channel, event, ...args)
    },
  }
}
