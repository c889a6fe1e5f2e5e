/** Wires a page that has just appeared, and is still paused, to the host. Runs before the page's first document. */
import { readFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import type { DevtoolsSession } from '../browser/devtools-pipe.ts'
import type { TargetInfo } from '../browser/devtools-protocol.ts'
import { parsePageMessage } from '../ipc/page-message.ts'
import type { PageMessage } from '../ipc/page-message.ts'
import { BINDING, WORLD, buildPageScripts } from '../page/page-scripts.ts'
import type { PreloadFile } from '../page/page-scripts.ts'
import { INTERCEPTED } from '../protocol/serve-request.ts'
import { createFrameTree } from './frame-tree.ts'
import { guardRequest } from './navigation-guard.ts'
import { createPageIpc } from './page-ipc.ts'
import type { PageLoad } from './page-load.ts'
import { reportConsole, reportCrash, type EmitPage } from './page-reports.ts'
import type { PageServices } from './page-services.ts'

/** What a page tells its window beyond messages of the app. */
export type WindowMessage = Exclude<PageMessage, { kind: 'send' | 'invoke' }>

export interface AttachedPage {
  readonly session: DevtoolsSession
  readonly targetId: string
  readonly mainFrame: object
  send(channel: string, args: readonly unknown[]): void
}
export interface PageSettings {
  readonly services: PageServices
  readonly load: PageLoad
  readonly border: object
  readonly preload: string | undefined
  readonly placeholder: string
  readonly scripts: boolean
  readonly emit: EmitPage
  readonly onAddress: (url: string) => void
  readonly onPainted: () => void
  readonly onLoaded: () => void
  readonly onCrashed: () => void
  readonly onMessage: (message: WindowMessage) => void
  readonly onWindowOpen: (url: string, frameName: string, features: string) => void
  readonly onCloseRefused: () => void
  /** The window's own commands, sent while the page is still paused so that the first paint is right. */
  readonly setUp: (session: DevtoolsSession) => Promise<unknown>[]
}

function readPreload(path: string | undefined, emit: EmitPage): PreloadFile | undefined {
  if (path === undefined) return undefined
  try {
    return { path, source: readFileSync(path, 'utf8') }
  } catch (error) {
    console.error(`Unable to load preload script: ${path}`, error)
    emit('preload-error', {}, path, error)
    return undefined
  }
}
function watchDocument(session: DevtoolsSession, mainId: string, settings: PageSettings) {
  const { emit, load, services, onAddress, placeholder } = settings
  let loaderId: string | undefined
  let isFirstLoad = true
  session.on('Page.frameNavigated', ({ frame }) => {
    if (frame.id !== mainId || frame.url === placeholder) return
    loaderId = frame.loaderId
    if (frame.unreachableUrl !== undefined) load.failShown(services.schemes.toExternal(frame.unreachableUrl))
    else onAddress(services.schemes.toExternal(frame.url + (frame.urlFragment ?? '')))
  })
  session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
    if (frameId !== mainId) return
    onAddress(services.schemes.toExternal(url))
    load.finish()
  })
  session.on('Page.lifecycleEvent', (event) => {
    if (event.frameId !== mainId || event.loaderId !== loaderId) return
    if (event.name === 'DOMContentLoaded') emit('dom-ready', {})
    if (event.name === 'firstPaint') settings.onPainted()
    if (event.name !== 'load') return
    if (isFirstLoad) session.post('Page.resetNavigationHistory', {}) // no way back to the placeholder
    isFirstLoad = false
    settings.onLoaded()
    load.finish()
  })
}

/** Returns the page at once; `whenReady` resolves when the browser has taken all of it. */
export function attachPage(session: DevtoolsSession, target: TargetInfo, settings: PageSettings) {
  const { services, emit, load, border, placeholder } = settings
  const mainId = target.targetId // the main frame and its target share their id
  const frames = createFrameTree(session, mainId, services.schemes)
  const ipc = createPageIpc(session, frames, services.ipc, border)
  const secret = randomBytes(16).toString('hex')
  const { node, chrome, electron } = process.versions
  const about = { platform: process.platform, arch: process.arch, versions: { node, chrome, electron } }
  const scripts = buildPageScripts({ secret, placeholder, process: about }, readPreload(settings.preload, emit))
  const { browserContextId } = target
  const guarded = { session, mainFrameId: mainId, browserContextId, border, frames, load, emit }

  watchDocument(session, mainId, settings)
  reportConsole(session, frames.mainFrame, emit)
  reportCrash(session, border, emit, services.emitApp, settings.onCrashed)
  session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
    const frameId = frames.frameIdOf(executionContextId)
    const message = parsePageMessage(payload)
    if (name !== BINDING || frameId === undefined || message === undefined) return
    if (message.kind === 'send' || message.kind === 'invoke') ipc.receive(message, executionContextId, frameId)
    else if (frameId === mainId) settings.onMessage(message)
  })
  session.on('Fetch.requestPaused', (paused) => void guardRequest(guarded, services, paused))
  session.on('Page.downloadWillBegin', ({ url, suggestedFilename }) =>
    services.session.tellDownload(services.schemes.toExternal(url), suggestedFilename, border),
  )
  session.on('Page.windowOpen', (event) =>
    settings.onWindowOpen(services.schemes.toExternal(event.url), event.windowName, event.windowFeatures.join(',')),
  )
  session.on('Page.javascriptDialogOpening', ({ type }) => {
    if (type !== 'beforeunload') return
    session.post('Page.handleJavaScriptDialog', { accept: false }) // as Electron: the page's objection counts
    settings.onCloseRefused()
  })

  const commands = [
    session.send('Page.enable', {}),
    session.send('Runtime.enable', {}),
    // Else every Error that is made has the page’s scripts read a second time for its place in them; Electron enables no Runtime.
    session.send('Runtime.setMaxCallStackSizeToCapture', { size: 0 }),
    session.send('Page.setLifecycleEventsEnabled', { enabled: true }),
    session.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD }),
    session.send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.main }),
    session.send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.isolated, worldName: WORLD }),
    // Per page: the browser-wide command does not know the in-memory windows of a browser with a display.
    session.send('Page.setDownloadBehavior', { behavior: 'deny' }),
    session.send('Fetch.enable', { patterns: INTERCEPTED }),
    session.send('Emulation.setEmulatedMedia', { features: services.theme.features() }),
    ...(settings.scripts ? [] : [session.send('Emulation.setScriptExecutionDisabled', { value: true })]),
    ...settings.setUp(session),
  ]
  load.navigate(session) // takes the place of the paused placeholder: one renderer start less
  const whenReady = Promise.all([...commands, session.send('Runtime.runIfWaitingForDebugger', {})])
  const page: AttachedPage = { session, targetId: mainId, mainFrame: frames.mainFrame, send: ipc.send }
  return { page, whenReady }
}
