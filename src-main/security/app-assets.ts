import { isAppUrl } from './app-address.ts'
import { contentSecurityPolicy } from './content-security-policy.ts'

const contentTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff: 'font/woff',
  woff2: 'font/woff2',
  txt: 'text/plain; charset=utf-8',
}

/** The path of an asset below the bundle’s folder, with `/`, and its content type; undefined for anything not in the bundle. */
export interface Asset {
  readonly path: string
  readonly contentType: string
}

/**
 * Finds what a request for `url` gets. `bundled` is the list of files there are: whatever is not on it does not exist, so
 * no spelling of `..` leads out of the bundle (E22).
 */
export function resolveAsset(url: string, bundled: ReadonlySet<string>): Asset | undefined {
  if (!isAppUrl(url)) return undefined
  const path = new URL(url).pathname.slice(1)
  const contentType = contentTypes[path.slice(path.lastIndexOf('.') + 1)]
  return contentType !== undefined && bundled.has(path) ? { path, contentType } : undefined
}

/** The headers of every answer to the page. */
export const assetHeaders = (contentType: string): Record<string, string> => ({
  'content-type': contentType,
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-cache',
})
