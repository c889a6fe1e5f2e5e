/** One page's loading: what loadURL() promises, and which navigations the app itself asked for. */
import type { DevtoolsSession } from '../browser/devtools-pipe.ts'
import type { CustomSchemes } from '../protocol/custom-schemes.ts'

const ERROR_NUMBERS: Readonly<Record<string, number>> = {
  ERR_FAILED: -2,
  ERR_ABORTED: -3,
  ERR_INVALID_URL: -300,
  ERR_NAME_NOT_RESOLVED: -105,
  ERR_BLOCKED_BY_CLIENT: -20,
  ERR_CONNECTION_REFUSED: -102,
  ERR_INTERNET_DISCONNECTED: -106,
}

export interface PageLoad {
  begin(url: string): Promise<void>
  /** Sends what begin() was called with, once there is a page to send it to. */
  navigate(session: DevtoolsSession): void
  /** True once for the document request that the app itself asked for. */
  takeExpected(internalUrl: string): boolean
  /** Expects a reload of the page that is shown. */
  expect(internalUrl: string): void
  finish(): void
  /** The browser shows its error page for this address. */
  failShown(url: string): void
  /** The page is gone: whoever waits is told, nobody else. */
  abort(): void
}

/** @param onFail tells the page's listeners: error number and name, address */
export function createPageLoad(
  schemes: CustomSchemes,
  onFail: (errno: number, code: string, url: string) => void,
): PageLoad {
  let pending: { url: string; promise: PromiseWithResolvers<void> } | undefined
  let expected: string | undefined
  /** A failure that was told already, by the answer to Page.navigate; its error page comes after it. */
  let toldUrl: string | undefined
  const withoutHash = (url: string) => url.split('#')[0] ?? url

  function loadError(text: string, url: string) {
    const code = text.replace(/^net::/, '')
    const errno = ERROR_NUMBERS[code] ?? -2
    return { code, errno, error: Object.assign(new Error(`${code} (${errno}) loading '${url}'`), { code, errno, url }) }
  }
  function takePending() {
    const load = pending
    pending = undefined
    return load
  }
  /** @param text Chromium's name of the error, e.g. `net::ERR_FAILED` */
  function fail(text: string, url: string) {
    const { code, errno, error } = loadError(text, url)
    const current = takePending()
    onFail(errno, code, url)
    current?.promise.reject(error)
  }
  const load: PageLoad = {
    begin(url) {
      load.abort()
      toldUrl = undefined
      pending = { url, promise: Promise.withResolvers<void>() }
      pending.promise.promise.catch(() => {}) // the app may have no use for the promise
      return pending.promise.promise
    },
    navigate(session) {
      const current = pending
      if (current === undefined) return
      const url = schemes.toInternal(current.url)
      load.expect(url)
      const failed = (text: string) => {
        if (pending !== current) return
        toldUrl = current.url
        fail(text, current.url)
      }
      session.send('Page.navigate', { url }).then(
        ({ errorText }) => {
          if (errorText !== undefined) failed(errorText)
        },
        () => failed('ERR_ABORTED'),
      )
    },
    takeExpected(internalUrl) {
      if (expected === undefined || withoutHash(internalUrl) !== expected) return false
      expected = undefined
      return true
    },
    expect(internalUrl) {
      expected = withoutHash(internalUrl)
    },
    finish() {
      takePending()?.promise.resolve()
    },
    failShown(url) {
      if (url !== toldUrl) fail('ERR_FAILED', url)
      toldUrl = undefined
    },
    abort() {
      const current = takePending()
      current?.promise.reject(loadError('ERR_ABORTED', current.url).error)
    },
  }
  return load
}
