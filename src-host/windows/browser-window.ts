/** Electron's BrowserWindow: one app window of the browser with its page. */
import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron'
import { createEvent, createEvents, fence, notSupported } from '../border.ts'
import type { PageServices, WindowServices } from '../contents/page-services.ts'
import { createWebContents } from '../contents/web-contents.ts'
import type { HostContents } from '../contents/web-contents.ts'
import type { WindowMessage } from '../contents/attach-page.ts'
import { surface } from '../surface.ts'
import type { MembersOf } from '../surface.ts'
import { createWindowFrame } from './window-frame.ts'
import { readWindowOptions } from './window-options.ts'

export interface HostWindow {
  readonly id: number
  readonly border: object
  readonly contents: HostContents
  readonly partition: string
  /** Never on the screen. */
  readonly isHidden: boolean
  readonly isFocused: () => boolean
  readonly focus: () => void
  /** Asks listeners and page; false when a listener said no at once. */
  readonly tryClose: () => boolean
  readonly openBounds: () => { width: number; height: number; x?: number; y?: number }
}
export interface WindowOwner {
  readonly services: WindowServices
  readonly onGone: (window: HostWindow) => void
  readonly onCloseRefused: () => void
}

/** An empty page in the window's colour: --app takes no about:blank, and a first navigation cannot be intercepted. */
function placeholderPage(title: string, colour: string) {
  const clean = (text: string) => encodeURIComponent(text.replace(/[<>&]/g, ''))
  return `data:text/html,<title>${clean(title)}</title><body%20style=background:${clean(colour)}>`
}
function backgroundOf(colour: string) {
  const part = (from: number) => Number.parseInt(colour.slice(from, from + 2), 16)
  return { r: part(1), g: part(3), b: part(5), a: 1 }
}

export function createBrowserWindow(
  id: number,
  given: BrowserWindowConstructorOptions | undefined,
  owner: WindowOwner,
) {
  const options = readWindowOptions(given)
  const services: PageServices = { ...owner.services, ...owner.services.partitions.of(options.partition) }
  const { methods, emit } = createEvents('browserWindow', surface.browserWindow.events)
  const root = () => services.browser().connection.root
  const frame = createWindowFrame(options, root, (event) => emit(event))
  let [isShown, isFocused, isReadyToShow, isDestroyed, isProtected] = [options.show, false, false, false, false]
  let title = options.title ?? services.appName()

  function onMessage(message: WindowMessage) {
    if (message.kind === 'input') services.noteInput()
    else if (message.kind === 'dark') services.theme.tellSystemDark(message.value)
    else if (message.kind === 'resize' || message.kind === 'visible')
      frame.follow().catch(() => {}) // gone meanwhile
    else if (message.kind === 'focus' && message.value !== isFocused) {
      isFocused = message.value
      emit(isFocused ? 'focus' : 'blur')
    }
  }
  const setDocumentTitle = (text: string) => {
    contents.run(`document.title = ${JSON.stringify(text)}`).catch(() => {}) // the window closed meanwhile
  }
  const contents = createWebContents(
    {
      id,
      preload: options.preload,
      scripts: options.scripts,
      placeholder: placeholderPage(title, options.backgroundColor),
      onMessage,
      onReadyToShow() {
        if (isReadyToShow || isDestroyed) return
        isReadyToShow = true
        emit('ready-to-show')
      },
      onTitle(newTitle, event) {
        emit('page-title-updated', event, newTitle, true)
        // A browser shows the document's title, so a veto can only put the old one back.
        if (Reflect.get(event, 'defaultPrevented') === true) setDocumentTitle(title)
        else title = newTitle
      },
      onCloseRefused: () => owner.onCloseRefused(),
      onGone() {
        isDestroyed = true
        emit('closed')
        owner.onGone(host)
      },
      setUp: (session) => [
        session.send('Emulation.setDefaultBackgroundColorOverride', { color: backgroundOf(options.backgroundColor) }),
        ...(options.scripts ? [frame.setUp(session)] : []), // a hidden page has no window of the browser
      ],
    },
    services,
  )
  function focus() {
    contents.ready.then((session) => session.post('Page.bringToFront', {})).catch(() => {}) // the window closed meanwhile
  }
  function tryClose() {
    const event = createEvent()
    emit('close', event)
    if (!event.defaultPrevented) contents.close({ askPage: true })
    return !event.defaultPrevented
  }

  const target = {
    ...methods,
    id,
    webContents: contents.border,
    loadURL: (url: string) => contents.loadURL(url),
    // The window is on the screen from the start, in its background colour: a browser cannot hide one of its windows.
    show() {
      if (!options.scripts) throw notSupported('browserWindow.show() of a window without javascript')
      isShown = true
      if (frame.isMinimized()) frame.setState('normal')
      focus()
      emit('show')
    },
    focus,
    close() {
      if (!isDestroyed) tryClose()
    },
    destroy() {
      if (!isDestroyed) contents.close({ askPage: false })
    },
    isDestroyed: () => isDestroyed,
    isVisible: () => isShown && !isDestroyed && !frame.isMinimized(),
    isFocused: () => isFocused && !isDestroyed,
    isMinimized: () => frame.isMinimized(),
    isMaximized: () => frame.isMaximized(),
    minimize: () => frame.setState('minimized'),
    maximize: () => frame.setState('maximized'),
    restore: () => frame.setState('normal'),
    getBounds: () => frame.bounds(),
    getNormalBounds: () => frame.normalBounds(),
    setBounds: (bounds: Parameters<BrowserWindow['setBounds']>[0]) => frame.setBounds(bounds),
    setTitle(text: string) {
      title = text
      setDocumentTitle(text)
    },
    getTitle: () => title,
    setContentProtection(isEnabled: boolean) {
      // Electron itself does nothing here on Linux (its documentation: macOS, Windows); elsewhere it would protect.
      if (process.platform !== 'linux' && isEnabled) throw notSupported('browserWindow.setContentProtection')
      isProtected = isEnabled
    },
    isContentProtected: () => isProtected,
  }
  void (target satisfies MembersOf<BrowserWindow, 'browserWindow'>)

  const { width, height, x, y } = options
  const host: HostWindow = {
    id,
    border: fence('browserWindow', target, surface.browserWindow),
    contents,
    partition: options.partition,
    isHidden: !options.scripts,
    isFocused: target.isFocused,
    focus,
    tryClose,
    openBounds: () => ({ width, height, ...(x === undefined ? {} : { x }), ...(y === undefined ? {} : { y }) }),
  }
  return host
}
