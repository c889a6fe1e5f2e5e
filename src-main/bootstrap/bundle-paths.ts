import { join, sep } from 'node:path'

/**
 * The file that starts the trial server. In a packaged app it lies beside the archive, not in it: its database opens
 * WebAssembly, data and native code as files (`asarUnpack` in electron-builder.yml).
 */
export function findServerModule(bundleDir: string): string {
  const unpacked = bundleDir.replace(`${sep}app.asar${sep}`, `${sep}app.asar.unpacked${sep}`)
  return join(unpacked, 'server', 'embedded.js')
}
