import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BrowserWindow, session } from 'electron'
import type { PaperDocument } from '../ports/slip-printer-port.ts'
import { appScheme } from '../security/app-address.ts'
import { createServedOnce, servedOnceHeaders } from '../security/served-once.ts'
import { webPreferences } from '../security/web-preferences.ts'

/** In memory, and not the desk’s: its page and a slip’s share nothing. */
const partition = 'slip'
const nothingAllowed = "default-src 'none'"

export interface SlipPages {
  offer(document: PaperDocument): string
  forget(url: string): void
  /** A window that is never shown, without scripts. What it may do is denied by S-06 and S-07’s rules as for the desk’s. */
  openWindow(): BrowserWindow
}

/** Serves slips to windows without scripts. `rendererDir`: the bundle with the fonts. Once per app. */
export function createSlipPages(rendererDir: string): SlipPages {
  const pages = session.fromPartition(partition)
  const fontNames = readdirSync(join(rendererDir, 'assets')).map((name) => `assets/${name}`)
  const served = createServedOnce(randomUUID, new Set(fontNames))

  pages.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  pages.setPermissionCheckHandler(() => false)
  pages.on('will-download', (event) => event.preventDefault())
  pages.protocol.handle(appScheme, async ({ url }) => {
    const found = served.take(url)
    if (!found) return new Response(null, { status: 404, headers: servedOnceHeaders('text/plain', nothingAllowed) })
    if (found.kind === 'font') {
      const font = await readFile(join(rendererDir, found.path))
      return new Response(new Uint8Array(font), { headers: servedOnceHeaders('font/woff2', nothingAllowed) })
    }
    const { html, contentSecurityPolicy } = found.document
    return new Response(html, { headers: servedOnceHeaders('text/html; charset=utf-8', contentSecurityPolicy) })
  })

  return {
    offer: served.offer,
    forget: served.forget,
    openWindow: () =>
      new BrowserWindow({
        show: false,
        width: 800,
        height: 1100,
        // SECURITY: S-28. No preload either: there is nothing a slip could call.
        webPreferences: { ...webPreferences, partition, javascript: false, devTools: false },
      }),
  }
}
