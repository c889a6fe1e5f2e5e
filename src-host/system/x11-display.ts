/**
 * The X server of the screen, through the npm package `x11` (pure JavaScript; optional, and without types of its own).
 * Typed by hand, as far as the host uses it: https://www.x.org/releases/current/doc/xproto/x11protocol.html
 */
import { createRequire } from 'node:module'

type Answer<T> = (error: Error | null | undefined, value: T) => void

export interface SelectionEvent {
  readonly name: 'SelectionRequest' | 'SelectionClear' | 'PropertyNotify'
  /** The server's milliseconds. */
  readonly time: number
  readonly requestor: number
  readonly selection: number
  readonly target: number
  readonly property: number
}
export interface ScreenSaver {
  QueryInfo(drawable: number, answer: Answer<{ idle: number }>): void
}
export interface X11Client {
  readonly atoms: Readonly<Record<string, number>>
  readonly stream: { unref(): void }
  AllocID(): number
  CreateWindow(...values: [...geometry: number[], attributes: { eventMask: number }]): void
  InternAtom(onlyIfExists: boolean, name: string, answer: Answer<number>): void
  ChangeProperty(mode: number, window: number, name: number, type: number, unitBits: number, data: Buffer): void
  SetSelectionOwner(window: number, selection: number, time: number): void
  GetSelectionOwner(selection: number, answer: Answer<number>): void
  SendEvent(window: number, propagate: number, eventMask: number, event: Buffer): void
  require(extension: 'screen-saver', answer: Answer<ScreenSaver>): void
  on(name: 'event', listener: (event: SelectionEvent) => void): void
  on(name: 'error' | 'end', listener: () => void): void
  close(): void
}
interface Opened {
  readonly client: X11Client
  readonly screen: readonly { root: number; pixel_width: number; pixel_height: number }[]
}
interface X11Module {
  createClient(options: { display: string; shm: false; disableBigRequests: true }, answer: Answer<Opened>): X11Client
}
export interface X11Display {
  readonly client: X11Client
  readonly root: number
  /** Of all monitors together, in pixels. */
  readonly size: { readonly width: number; readonly height: number }
}

/** The value of a request that is answered. */
export function asked<T>(ask: (answer: Answer<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    ask((error, value) => (error ? reject(error) : resolve(value)))
  })
}
/** Numbers of 32 bits, in the byte order that the package agrees on with the server. */
export function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value >>> 0, index * 4)
  return bytes
}

/**
 * Connects when first asked. Undefined where there is no X server to speak with: other systems, Wayland (whose X server
 * sees a part of the desktop only), or the package is not there.
 */
export function createX11(): () => Promise<X11Display | undefined> {
  let opened: Promise<X11Display | undefined> | undefined
  async function open() {
    const { DISPLAY: display = '', WAYLAND_DISPLAY: wayland = '' } = process.env
    if (process.platform !== 'linux' || display === '' || wayland !== '') return undefined
    try {
      const x11: X11Module = createRequire(import.meta.url)('x11')
      const { client, screen } = await asked<Opened>((answer) => {
        // Errors come as events: of a window that is gone, say. Without a listener they would end the app.
        x11.createClient({ display, shm: false, disableBigRequests: true }, answer).on('error', () => {})
      })
      client.stream.unref()
      const [first] = screen
      if (first === undefined) return undefined
      return { client, root: first.root, size: { width: first.pixel_width, height: first.pixel_height } }
    } catch {
      return undefined
    }
  }
  return () => (opened ??= open())
}
