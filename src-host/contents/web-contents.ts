/** Electron's webContents: the page of one window. */
import type { WebContents } from 'electron'
import { createEvent, createEvents, fence, notSupported } from '../border.ts'
import type { DevtoolsSession } from '../browser/devtools-pipe.ts'
import type { TargetInfo } from '../browser/devtools-protocol.ts'
import { surface } from '../surface.ts'
import type { MembersOf } from '../surface.ts'
import { attachPage } from './attach-page.ts'
import type { AttachedPage, WindowMessage } from './attach-page.ts'
import { createPageLoad } from './page-load.ts'
import { capturePage, printOnPaper, printPage, writeHeapSnapshot } from './page-output.ts'
import type { PageServices } from './page-services.ts'

type WindowOpenHandler = (details: object) => { action: string }

/** What a window hears of its page. */
export interface PageOwner {
  readonly id: number
  readonly preload: string | undefined
  readonly scripts: boolean
  readonly placeholder: string
  onReadyToShow(): void
  onMessage(message: WindowMessage): void
  onTitle(title: string, event: object): void
  onCloseRefused(): void
  onGone(): void
  setUp(session: DevtoolsSession): Promise<unknown>[]
}
export interface HostContents {
  readonly id: number
  readonly border: object
  readonly placeholder: string
  /** The page's DevTools session, once it is set up; rejects when the page goes before that. */
  readonly ready: Promise<DevtoolsSession>
  page(): AttachedPage | undefined
  url(): string
  loadURL(url: string): Promise<void>
  run(code: string, userGesture?: boolean): Promise<unknown>
  attach(session: DevtoolsSession, target: TargetInfo): void
  /** Asks the page first (beforeunload), or not. */
  close(options: { askPage: boolean }): void
  /** The page's target is gone. */
  gone(): void
}

export function createWebContents(owner: PageOwner, services: PageServices): HostContents {
  const { methods, emit } = createEvents('webContents', surface.webContents.events)
  const ready = Promise.withResolvers<DevtoolsSession>()
  ready.promise.catch(() => {})
  let page: AttachedPage | undefined
  let [url, title, isDestroyed, isLoading, isCrashed] = ['', '', false, false, false]
  let openHandler: WindowOpenHandler | undefined

  const load = createPageLoad(services.schemes, (errno, code, failedUrl) => {
    isLoading = false
    emit('did-fail-load', createEvent(), errno, code, failedUrl, true)
  })
  function checkAlive() {
    if (isDestroyed) throw new Error('Object has been destroyed')
  }
  function closeTarget() {
    if (page !== undefined) services.browser().connection.root.post('Target.closeTarget', { targetId: page.targetId })
  }
  function tellTitle(newTitle: string) {
    if (newTitle === title || newTitle === '') return
    title = newTitle
    const event = createEvent()
    emit('page-title-updated', event, title, true)
    owner.onTitle(title, event)
  }
  function onWindowOpen(opened: string, frameName: string, features: string) {
    const referrer = { url, policy: 'strict-origin-when-cross-origin' }
    const details = { url: opened, frameName, features, disposition: 'foreground-tab', referrer }
    // The window itself is closed before it is seen (see window-registry.ts), whatever the answer.
    if (openHandler?.(details).action === 'allow') throw notSupported("webContents.setWindowOpenHandler → 'allow'")
  }

  const target = {
    ...methods,
    id: owner.id,
    session: services.session.border,
    get mainFrame() {
      return page?.mainFrame ?? null
    },
    getURL: () => url,
    isDestroyed: () => isDestroyed,
    isLoading: () => isLoading,
    send(channel: string, ...args: unknown[]) {
      checkAlive()
      void ready.promise.then(() => page?.send(channel, args))
    },
    reload() {
      checkAlive()
      load.expect(services.schemes.toInternal(url))
      page?.session.post('Page.reload', {})
    },
    close(options: { waitForBeforeUnload?: boolean } = {}) {
      contents.close({ askPage: options.waitForBeforeUnload === true })
    },
    setWindowOpenHandler(handler: WindowOpenHandler) {
      openHandler = handler
    },
    async printToPDF(options: Parameters<WebContents['printToPDF']>[0]) {
      return printPage(await ready.promise, options)
    },
    print(
      options: Parameters<WebContents['print']>[0] = {},
      onDone: (isPrinted: boolean, failureReason: string) => void = () => {},
    ) {
      checkAlive()
      printOnPaper(ready.promise, options, services.appName()).then(
        () => onDone(true, ''),
        (error: unknown) => onDone(false, error instanceof Error ? error.message : String(error)),
      )
    },
    capturePage: async () => capturePage(await ready.promise),
    takeHeapSnapshot: async (path: string) => writeHeapSnapshot(await ready.promise, path),
    isCrashed: () => isCrashed,
    forcefullyCrashRenderer() {
      checkAlive()
      page?.session.post('Page.crash', {})
    },
    executeJavaScript: (code: string, userGesture = false) => contents.run(code, userGesture),
  }
  void (target satisfies MembersOf<WebContents, 'webContents'>)

  const contents: HostContents = {
    id: owner.id,
    border: fence('webContents', target, surface.webContents),
    placeholder: owner.placeholder,
    ready: ready.promise,
    page: () => page,
    url: () => url,
    loadURL(address) {
      checkAlive()
      isLoading = true
      const loaded = load.begin(address)
      if (page !== undefined) load.navigate(page.session) // else as soon as the window is there
      return loaded
    },
    async run(code, userGesture = false) {
      const session = await ready.promise
      const asked = { expression: code, awaitPromise: true, returnByValue: true, userGesture }
      const { result, exceptionDetails } = await session.send('Runtime.evaluate', asked)
      if (exceptionDetails === undefined) return result.value
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    },
    attach(session, info) {
      const attached = attachPage(session, info, {
        services,
        load,
        emit,
        onWindowOpen,
        border: contents.border,
        preload: owner.preload,
        scripts: owner.scripts,
        placeholder: owner.placeholder,
        onAddress(address) {
          url = address
        },
        onPainted: () => owner.onReadyToShow(),
        onLoaded() {
          isLoading = false
          isCrashed = false
          emit('did-finish-load', createEvent())
          owner.onReadyToShow()
        },
        onCrashed() {
          isCrashed = true
        },
        onMessage(message) {
          if (message.kind === 'preload-error')
            emit('preload-error', createEvent(), owner.preload, Object.assign(new Error(message.message), message))
          else if (message.kind === 'title') tellTitle(message.value)
          else owner.onMessage(message)
        },
        onCloseRefused: () => owner.onCloseRefused(),
        setUp: (own) => owner.setUp(own),
      })
      page = attached.page
      if (isDestroyed) closeTarget() // while the browser was still opening the window
      attached.whenReady.then(
        () => ready.resolve(session),
        (error: unknown) => {
          // Better no window than one that misses a part of its confinement.
          if (!isDestroyed) console.error('The page could not be set up:', error)
          contents.close({ askPage: false })
        },
      )
    },
    close({ askPage }) {
      if (!askPage) {
        closeTarget()
        contents.gone()
        return
      }
      ready.promise.then((session) => session.send('Page.close', {})).catch(() => contents.gone())
    },
    gone() {
      if (isDestroyed) return
      isDestroyed = true
      ready.reject(new Error('Object has been destroyed'))
      load.abort()
      emit('destroyed')
      owner.onGone()
    },
  }
  queueMicrotask(() => services.emitApp('web-contents-created', createEvent(), contents.border)) // after the constructor
  return contents
}
