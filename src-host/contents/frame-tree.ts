/** The frames of one page and the preload worlds in them, so that the app can tell who sent a message. */
import type { WebFrameMain } from 'electron'
import { fence } from '../border.ts'
import type { DevtoolsSession } from '../browser/devtools-pipe.ts'
import { WORLD } from '../page/page-scripts.ts'
import type { CustomSchemes } from '../protocol/custom-schemes.ts'
import { surface } from '../surface.ts'
import type { MembersOf } from '../surface.ts'

interface FrameRecord {
  parentId: string | undefined
  url: string
  name: string
  readonly border: object
}
export interface FrameTree {
  readonly mainFrame: object
  /** The main frame's address, as the app knows it. */
  mainUrl(): string
  frameOf(id: string): object | null
  /** The frame whose preload world has this DevTools context id. */
  frameIdOf(contextId: number): string | undefined
  /** The preload's world of the main frame, as soon as there is one. */
  mainContext(): Promise<number>
}

/** Follows the page's own reports; must be made before the page runs. */
export function createFrameTree(session: DevtoolsSession, mainId: string, schemes: CustomSchemes): FrameTree {
  const frames = new Map<string, FrameRecord>()
  const worlds = new Map<number, string>()
  let main = Promise.withResolvers<number>()
  let mainContextId: number | undefined

  function addFrame(id: string, parentId: string | undefined): FrameRecord {
    const originOf = (url: string) => /^[a-z][a-z0-9+.-]*:\/\/[^/?#]+/i.exec(url)?.[0] ?? 'null'
    const target = {
      get url() {
        return record.url
      },
      get origin() {
        return originOf(record.url)
      },
      get name() {
        return record.name
      },
      get parent() {
        return parentId === undefined ? null : (frames.get(parentId)?.border ?? null)
      },
      get top() {
        return frames.get(mainId)?.border ?? null
      },
      isDestroyed: () => !frames.has(id),
    }
    void (target satisfies MembersOf<WebFrameMain, 'frame'>)
    const record: FrameRecord = { parentId, url: '', name: '', border: fence('frame', target, surface.frame) }
    frames.set(id, record)
    return record
  }
  function forgetMainContext() {
    if (mainContextId === undefined) return
    mainContextId = undefined
    main = Promise.withResolvers<number>()
  }

  const mainRecord = addFrame(mainId, undefined)
  session.on('Page.frameAttached', ({ frameId, parentFrameId }) => addFrame(frameId, parentFrameId))
  session.on('Page.frameDetached', ({ frameId, reason }) => {
    if (reason === 'remove') frames.delete(frameId)
  })
  session.on('Page.frameNavigated', ({ frame }) => {
    const record = frames.get(frame.id) ?? addFrame(frame.id, frame.parentId)
    record.url = schemes.toExternal(frame.url + (frame.urlFragment ?? ''))
    record.name = frame.name ?? ''
  })
  session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
    const record = frames.get(frameId)
    if (record !== undefined) record.url = schemes.toExternal(url)
  })
  session.on('Runtime.executionContextCreated', ({ context }) => {
    const frameId = context.auxData?.frameId
    if (context.name !== WORLD || frameId === undefined) return
    worlds.set(context.id, frameId)
    if (frameId !== mainId) return
    forgetMainContext()
    mainContextId = context.id
    main.resolve(context.id)
  })
  session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
    worlds.delete(executionContextId)
    if (executionContextId === mainContextId) forgetMainContext()
  })
  session.on('Runtime.executionContextsCleared', () => {
    worlds.clear()
    forgetMainContext()
  })
  return {
    mainFrame: mainRecord.border,
    mainUrl: () => mainRecord.url,
    frameOf: (id) => frames.get(id)?.border ?? null,
    frameIdOf: (contextId) => worlds.get(contextId),
    mainContext: () => main.promise,
  }
}
