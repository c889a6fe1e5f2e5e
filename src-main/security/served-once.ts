import type { PaperDocument } from '../ports/slip-printer-port.ts'
import { appScheme } from './app-address.ts'

/** Another host than the desk’s own page, in a partition of its own: neither can ask for what is the other’s. */
const slipHost = 'slip'

/** The fonts of the page’s bundle that a slip may ask for, by the names in its style. */
const fonts: Readonly<Record<string, RegExp>> = {
  '/mono-400.woff2': /^assets\/jetbrains-mono-latin-400-normal[^/]*\.woff2$/,
  '/mono-700.woff2': /^assets\/jetbrains-mono-latin-700-normal[^/]*\.woff2$/,
}

/** What the slip’s page gets for an address: the document, a file of the bundle, or nothing. */
export type Served =
  { readonly kind: 'document'; readonly document: PaperDocument } | { readonly kind: 'font'; readonly path: string }

/**
 * Documents that are handed out from memory, each to the first who asks for its address, and then forgotten. The address
 * says nothing of the document.
 */
export function createServedOnce(newId: () => string, bundled: ReadonlySet<string>) {
  const waiting = new Map<string, PaperDocument>()
  return {
    /** Keeps a document until it is asked for; answers with its address. */
    offer(document: PaperDocument): string {
      const url = `${appScheme}://${slipHost}/${newId()}`
      waiting.set(url, document)
      return url
    },

    // SECURITY: S-28. Whoever asks a second time finds nothing.
    take(url: string): Served | undefined {
      const document = waiting.get(url)
      waiting.delete(url)
      if (document) return { kind: 'document', document }
      if (!URL.canParse(url) || new URL(url).host !== slipHost) return undefined
      const font = fonts[new URL(url).pathname]
      const path = font && [...bundled].find((name) => font.test(name))
      return path === undefined ? undefined : { kind: 'font', path }
    },

    forget: (url: string): void => void waiting.delete(url),

    count: (): number => waiting.size,
  }
}

/** The headers of every answer to a slip’s page. */
export const servedOnceHeaders = (contentType: string, contentSecurityPolicy: string): Record<string, string> => ({
  'content-type': contentType,
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
})
