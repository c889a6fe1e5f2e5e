/**
 * Electron's `protocol`: pages served by the app itself. A stock Chromium knows no custom schemes, so `app://desk/x`
 * is shown to it as `https://desk.app.invalid/x`: a secure origin that can never resolve (RFC 2606) and is always
 * answered here. The main process sees `app:` everywhere; the page and test runners see the https address.
 */
import type { Protocol } from 'electron'
import { fence } from '../border.ts'
import { surface } from '../surface.ts'
import type { MembersOf } from '../surface.ts'

export type SchemeHandler = (request: Request) => Response | Promise<Response>

export interface CustomSchemes {
  readonly protocol: object
  handlerOf(url: string): SchemeHandler | undefined
  /** app://desk/x → https://desk.app.invalid/x; other addresses stay. */
  toInternal(url: string): string
  /** The reverse. */
  toExternal(url: string): string
}
const BUILT_IN = ['http', 'https', 'file', 'data', 'blob', 'ws', 'wss']

export function createCustomSchemes(): CustomSchemes {
  const handlers = new Map<string, SchemeHandler>()
  const target = {
    // Every scheme here is standard, secure and fetchable, since Chromium sees https: nothing to be registered.
    registerSchemesAsPrivileged(schemes) {
      for (const { scheme } of schemes) if (BUILT_IN.includes(scheme)) throw new Error(`${scheme} is built in`)
    },
    handle(scheme, handler) {
      if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
      handlers.set(scheme, (request) => handler(request))
    },
    unhandle(scheme) {
      handlers.delete(scheme)
    },
    isProtocolHandled: (scheme) => handlers.has(scheme) || BUILT_IN.includes(scheme),
  } satisfies MembersOf<Protocol, 'protocol'>
  return {
    protocol: fence('protocol', target, surface.protocol),
    handlerOf: (url) => handlers.get(url.slice(0, url.indexOf(':'))),
    toInternal(url) {
      const [, scheme = '', host = '', rest = ''] = /^([a-z][a-z0-9-]*):\/\/([^/?#]+)(.*)$/i.exec(url) ?? []
      if (!handlers.has(scheme.toLowerCase())) return url
      return `https://${host}.${scheme.toLowerCase()}.invalid${rest.startsWith('/') ? rest : `/${rest}`}`
    },
    toExternal(url) {
      // SECURITY: the address must end there; https://desk.app.invalid.evil.test/ and …invalid@evil.test/ are others.
      const internal = /^https:\/\/([a-z0-9.-]+)\.([a-z][a-z0-9-]*)\.invalid(?=[/?#]|$)(.*)$/is
      const [, host = '', scheme = '', rest = ''] = internal.exec(url) ?? []
      return handlers.has(scheme) ? `${scheme}://${host}${rest}` : url
    },
  }
}
