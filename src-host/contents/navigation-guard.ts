/** Every document a page wants goes past here: the app's listeners may veto it, then the app's protocol answers it. */
import { createEvent } from '../border.ts'
import type { DevtoolsSession } from '../browser/devtools-pipe.ts'
import type { PausedRequest } from '../browser/devtools-protocol.ts'
import { serveRequest } from '../protocol/serve-request.ts'
import type { EventOf } from '../surface.ts'
import type { FrameTree } from './frame-tree.ts'
import type { PageLoad } from './page-load.ts'
import type { PageServices } from './page-services.ts'

export interface GuardedPage {
  readonly session: DevtoolsSession
  readonly mainFrameId: string
  readonly browserContextId: string | undefined
  readonly border: object
  readonly frames: FrameTree
  readonly load: PageLoad
  readonly emit: (name: EventOf<'webContents'>, ...values: unknown[]) => void
}

/** Emits Electron's navigation events; true when a listener said no. */
function isVetoed({ emit, frames, mainFrameId }: GuardedPage, paused: PausedRequest, url: string): boolean {
  const isMainFrame = paused.frameId === mainFrameId
  const frame = frames.frameOf(paused.frameId)
  const event = createEvent({ url, isSameDocument: false, isMainFrame, frame, initiator: frames.mainFrame })
  if (paused.redirectedRequestId !== undefined) emit('will-redirect', event, url, false, isMainFrame)
  else {
    if (isMainFrame) emit('will-navigate', event, url, false, true)
    emit('will-frame-navigate', event)
  }
  return event.defaultPrevented
}

const withoutHash = (url: string) => url.split('#')[0] ?? url

/** Decides and answers one paused request. */
export async function guardRequest(page: GuardedPage, services: PageServices, paused: PausedRequest): Promise<void> {
  const { session, load, mainFrameId, browserContextId } = page
  const { requestId } = paused
  if (paused.resourceType === 'Document') {
    const url = services.schemes.toExternal(paused.request.url)
    const isMainFrame = paused.frameId === mainFrameId
    const isRedirect = paused.redirectedRequestId !== undefined
    // Loading the page that is shown once more is no navigation: a test runner's reload looks like the page's own.
    const isReload = paused.request.method === 'GET' && url === withoutHash(page.frames.mainUrl())
    const isOwn = isMainFrame && !isRedirect && (load.takeExpected(paused.request.url) || isReload)
    if (!isOwn && isVetoed(page, paused, url)) {
      session.post('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
      return
    }
    if (isMainFrame && paused.request.url.startsWith('https:')) {
      const { origin } = new URL(paused.request.url)
      const question = { webContents: page.border, url, origin, browserContextId }
      await services.session.presetPermissions(services.browser().connection.root, question)
    }
  }
  if (!(await serveRequest(session, services.schemes, paused))) session.post('Fetch.continueRequest', { requestId })
}
