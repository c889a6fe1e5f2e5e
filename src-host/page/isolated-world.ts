/** Runs INSIDE the page, in the preload's world: starts the preload with what Electron gives a sandboxed one. */
import type { ValueCodec } from '../ipc/value-codec.ts'
import type { Bridge } from './bridge.ts'
import type { PreloadModules } from './preload-modules.ts'

export interface WorldSettings {
  readonly secret: string
  /** The empty page a window opens on; no preload runs there. */
  readonly placeholder: string
  readonly binding: string
  readonly receiver: string
  readonly process: {
    readonly platform: string
    readonly arch: string
    readonly versions: Record<string, string | undefined>
  }
}
export interface WorldParts {
  readonly makeBridge: (secret: string, here: string, there: string) => Bridge
  readonly makeCodec: () => ValueCodec
  readonly makePreloadModules: (bridge: Bridge, codec: ValueCodec, send: (message: object) => void) => PreloadModules
  readonly installWindowManners: (send: (message: object) => void) => void
  readonly preload: ((exports: object, require: (id: string) => object, module: object, process: object) => void) | null
}

export function installIsolatedWorld(settings: WorldSettings, parts: WorldParts): void {
  if (window !== window.top || location.href === settings.placeholder) return
  const post: (text: string) => void = Reflect.get(globalThis, settings.binding)
  const send = (message: object) => post(JSON.stringify(message))
  const modules = parts.makePreloadModules(parts.makeBridge(settings.secret, 'i', 'm'), parts.makeCodec(), send)
  Object.defineProperty(globalThis, settings.receiver, { value: modules.receive })
  parts.installWindowManners(send)

  const process = Object.freeze({
    ...settings.process,
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
    env: {},
  })
  const require = (id: string) => {
    if (id === 'electron' || id === 'electron/renderer') return modules.electron
    throw new Error(`module not found: ${id}`) // the words of Electron's sandboxed preloads
  }
  const module = { exports: {} }
  try {
    parts.preload?.(module.exports, require, module, process)
  } catch (error) {
    const [message, stack] = error instanceof Error ? [error.message, error.stack ?? ''] : [String(error), '']
    console.error(`Unable to load preload script: ${message}`)
    send({ kind: 'preload-error', message, stack })
  }
}
