import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app } from 'electron'
import { startDesk } from './bootstrap/start-desk.ts'

// The bundles lie side by side: out/main, out/preload, out/renderer, out/server. Not awaited: Electron is not ready
// before this module has been evaluated.
startDesk(dirname(dirname(fileURLToPath(import.meta.url)))).catch((error: unknown) => {
  process.stderr.write(`Saihakko Desk could not start: ${error instanceof Error ? error.message : 'unknown reason'}\n`)
  app.exit(1)
})
