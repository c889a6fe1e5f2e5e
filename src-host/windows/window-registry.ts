/** All windows of the app, and the browser's targets they belong to. */
import type { BrowserWindowConstructorOptions } from 'electron'
import { createEvent, fence } from '../border.ts'
import type { Browser } from '../browser/launch-browser.ts'
import type { DevtoolsSession } from '../browser/devtools-pipe.ts'
import type { WindowServices } from '../contents/page-services.ts'
import { surface } from '../surface.ts'
import { createBrowserWindow } from './browser-window.ts'
import type { HostWindow } from './browser-window.ts'

export interface WindowRegistry {
  /** What the app gets as `BrowserWindow` and `webContents`. */
  readonly BrowserWindow: object
  readonly webContents: object
  list(): HostWindow[]
  /** Follows the browser's targets from now on; must be done before a window is opened. */
  connect(browser: Browser): Promise<void>
}
export interface RegistryOwner {
  readonly services: WindowServices
  readonly onWindowClosed: () => void
  readonly onCloseRefused: () => void
}

export function createWindowRegistry({ services, onWindowClosed, onCloseRefused }: RegistryOwner): WindowRegistry {
  const windows = new Map<number, HostWindow>()
  const bySession = new Map<string, HostWindow>()
  /** Windows that were asked for and whose target has not shown up yet. One at a time, so that they match. */
  const awaited: HostWindow[] = []
  let opening = Promise.resolve()
  let lastId = 0
  const list = () => [...windows.values()]
  const find = (matches: (window: HostWindow) => boolean) => list().find(matches)

  function open(window: HostWindow) {
    awaited.push(window)
    opening = opening.then(async () => {
      try {
        await services.browser().openWindow(window.contents.placeholder, window.openBounds(), window.isHidden)
      } catch (error) {
        if (awaited.includes(window)) awaited.splice(awaited.indexOf(window), 1)
        console.error('The browser did not open a window:', error)
        window.contents.gone()
      }
      await window.contents.ready.catch(() => {}) // it was destroyed meanwhile
    })
  }
  function create(options?: BrowserWindowConstructorOptions) {
    services.browser()
    const window = createBrowserWindow(++lastId, options, {
      services,
      onCloseRefused,
      onGone(gone) {
        windows.delete(gone.id)
        onWindowClosed()
      },
    })
    windows.set(window.id, window)
    queueMicrotask(() => open(window)) // the app may still register listeners
    services.emitApp('browser-window-created', createEvent(), window.border)
    return window.border
  }
  const isOurs = (value: unknown) => find((window) => window.border === value) !== undefined
  const statics = {
    getAllWindows: () => list().map((window) => window.border),
    getFocusedWindow: () => find((window) => window.isFocused())?.border ?? null,
    fromWebContents: (contents: object) => find((window) => window.contents.border === contents)?.border ?? null,
    fromId: (id: number) => windows.get(id)?.border ?? null,
  }
  const classTarget = Object.defineProperty(
    Object.assign(function BrowserWindow() {}, statics),
    Symbol.hasInstance,
    { value: isOurs },
  )
  const webContents = {
    getAllWebContents: () => list().map((window) => window.contents.border),
    getFocusedWebContents: () => find((window) => window.isFocused())?.contents.border ?? null,
    fromId: (id: number) => windows.get(id)?.contents.border,
    fromDevToolsTargetId: (id: string) => find((window) => window.contents.page()?.targetId === id)?.contents.border,
  }

  function followTargets({ connection }: Browser, root: DevtoolsSession) {
    root.on('Target.attachedToTarget', ({ sessionId, targetInfo, waitingForDebugger }) => {
      const session = connection.openSession(sessionId)
      const window = targetInfo.type === 'page' && targetInfo.openerId === undefined ? awaited.shift() : undefined
      if (window !== undefined) {
        bySession.set(sessionId, window)
        window.contents.attach(session, targetInfo)
        return
      }
      // A pop-up, or a browser window that nobody asked us for: closed while it is paused, before anybody sees it.
      if (targetInfo.type === 'page') root.post('Target.closeTarget', { targetId: targetInfo.targetId })
      if (waitingForDebugger) session.post('Runtime.runIfWaitingForDebugger', {})
    })
    root.on('Target.detachedFromTarget', ({ sessionId }) => {
      connection.dropSession(sessionId)
      bySession.get(sessionId)?.contents.gone()
      bySession.delete(sessionId)
    })
  }
  return {
    BrowserWindow: new Proxy(fence('BrowserWindow', classTarget, surface.BrowserWindow), {
      construct: (_target, [options]: [BrowserWindowConstructorOptions?]) => create(options),
    }),
    webContents: fence('webContents', webContents, surface.WebContents),
    list,
    async connect(browser) {
      const { root } = browser.connection
      followTargets(browser, root)
      await root.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true })
    },
  }
}
