/** Electron's `session`: that of one partition (see partitions.ts). */
import type { DownloadItem } from 'electron'
import { createEvent, createEvents, fence, notSupported } from '../border.ts'
import type { DevtoolsSession } from '../browser/devtools-pipe.ts'
import { surface } from '../surface.ts'
import type { MembersOf } from '../surface.ts'
import type { CustomSchemes } from './custom-schemes.ts'
import { resolveProxy } from './proxy-environment.ts'

type PermissionRequestHandler = (
  webContents: object,
  permission: string,
  answer: (isGranted: boolean) => void,
  details: object,
) => void
type PermissionCheckHandler = (webContents: object, permission: string, origin: string, details: object) => boolean

/** Electron's name of a permission → DevTools' name. Whatever is not here is blocked by the profile's settings. */
const PERMISSIONS: readonly (readonly [string, string])[] = [
  ['geolocation', 'geolocation'],
  ['notifications', 'notifications'],
  ['midi', 'midi'],
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-sanitized-write', 'clipboard-write'],
  ['idle-detection', 'idle-detection'],
  ['media', 'camera'],
  ['media', 'microphone'],
  ['window-management', 'window-management'],
]

export interface PermissionQuestion {
  readonly webContents: object
  /** The page's address as the app knows it. */
  readonly url: string
  /** The page's origin as Chromium knows it. */
  readonly origin: string
  readonly browserContextId: string | undefined
}
export interface HostSession {
  readonly border: object
  /** Electron asks per request, DevTools can only preset: so the app is asked for all, once per origin. */
  presetPermissions(browser: DevtoolsSession, question: PermissionQuestion): Promise<void>
  tellDownload(url: string, filename: string, webContents: object | undefined): void
}

/** @param pages the DevTools sessions of the open pages, with the origin each one shows */
export function createSession(
  schemes: CustomSchemes,
  pages: () => { session: DevtoolsSession; origin: string }[],
): HostSession {
  const events = createEvents('session', surface.session.events)
  const asked = new Set<string>()
  let askRequest: PermissionRequestHandler | null = null
  let askCheck: PermissionCheckHandler | null = null

  const target = {
    ...events.methods,
    protocol: schemes.protocol,
    setPermissionRequestHandler(handler: PermissionRequestHandler | null) {
      askRequest = handler
      asked.clear()
    },
    setPermissionCheckHandler(handler: PermissionCheckHandler | null) {
      askCheck = handler
      asked.clear()
    },
    resolveProxy: async (url: string) => resolveProxy(url, process.env),
    async clearStorageData(options?: object) {
      if (options !== undefined && Object.keys(options).length > 0)
        throw notSupported('session.clearStorageData(options)')
      const clear = ({ session, origin }: { session: DevtoolsSession; origin: string }) =>
        session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' })
      await Promise.all(pages().map(clear))
    },
  }
  void (target satisfies MembersOf<import('electron').Session, 'session'>)
  const border = fence('session', target, surface.session)

  async function isGranted(permission: string, { webContents, url }: PermissionQuestion) {
    const details = { requestingUrl: url, isMainFrame: true }
    if (askCheck !== null && !askCheck(webContents, permission, url, details)) return false
    const ask = askRequest
    // Electron grants everything to an app that sets no handler; the host does not.
    if (ask === null) return false
    return new Promise<boolean>((resolve) => {
      ask(webContents, permission, (answer) => resolve(answer), details)
    })
  }
  return {
    border,
    async presetPermissions(browser, question) {
      if (asked.has(question.origin)) return
      asked.add(question.origin)
      const { origin, browserContextId } = question
      const context = browserContextId === undefined ? {} : { browserContextId }
      const preset = async ([permission, name]: readonly [string, string]) => {
        const setting = (await isGranted(permission, question)) ? 'granted' : 'denied'
        // A browser may not know every name; what it does not know, it does not grant either.
        await browser
          .send('Browser.setPermission', { permission: { name }, setting, origin, ...context })
          .catch(() => {})
      }
      await Promise.all(PERMISSIONS.map(preset))
    },
    tellDownload(url, filename, webContents) {
      // The browser has refused it already; the app is told, so that it can say so.
      const item = { getURL: () => url, getFilename: () => filename, cancel() {} } satisfies MembersOf<
        DownloadItem,
        'downloadItem'
      >
      events.emit('will-download', createEvent(), fence('downloadItem', item, surface.downloadItem), webContents)
    },
  }
}
