import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { protocol, type Session } from 'electron'
import { assetHeaders, resolveAsset } from '../security/app-assets.ts'
import { appScheme } from '../security/app-address.ts'

/** Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, codeCache: true } },
  ])
}

/**
 * Serves the bundle below `rendererDir` to the pages of `session`, and nothing else (E22). Nothing of it before `isOpen`
 * resolves: a window may be opened while what its page will ask for is still being made.
 */
export function serveAppScheme(session: Session, rendererDir: string, isOpen: Promise<unknown>): void {
  const bundled = listFiles(rendererDir)
  session.protocol.handle(appScheme, async ({ url }) => {
    await isOpen
    const asset = resolveAsset(url, bundled)
    if (!asset) return new Response('not found', { status: 404, headers: assetHeaders('text/plain; charset=utf-8') })
    const body = await readFile(join(rendererDir, asset.path))
    return new Response(new Uint8Array(body), { headers: assetHeaders(asset.contentType) })
  })
}

function listFiles(dir: string): ReadonlySet<string> {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true })
  return new Set(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join('/')),
  )
}
