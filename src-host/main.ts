/** Entry of the host: `electron [switches] [app] [arguments]` on Node and the Chromium of the machine. */
import { readFileSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseCommandLine } from './command-line.ts'
import { host } from './electron-module.ts'
import { RESOURCES } from './host.ts'
import { loadApp, locateApp } from './load-app.ts'

const ELECTRON_MODULE = new URL('./electron-module.ts', import.meta.url).href

function fail(error: unknown): never {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(`App threw an error during load\n${text}\n`)
  process.exit(1)
}
/** The version whose API the host stands in for: that of the npm package it is type-checked against. */
function electronVersion(): string {
  try {
    const file: { version: string } = JSON.parse(
      readFileSync(createRequire(import.meta.url).resolve('electron/package.json'), 'utf8'),
    )
    return file.version
  } catch {
    return '45.4.1' // installed without development dependencies
  }
}
function lookLikeElectron(args: readonly string[]) {
  const define = (object: object, name: string, value: unknown) =>
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true })
  process.argv = [fileURLToPath(new URL('./bin/electron', import.meta.url)), ...args]
  define(process.versions, 'electron', electronVersion())
  define(process.versions, 'chrome', '0.0.0.0') // known when the browser answers
  define(process, 'type', 'browser')
  define(process, 'resourcesPath', RESOURCES)
}

const args = process.argv.slice(2)
lookLikeElectron(args)
// `electron` is a built-in of this runtime, for import and require alike, before any node_modules/electron.
registerHooks({
  resolve: (specifier, context, next) =>
    /^electron(\/(main|common))?$/.test(specifier)
      ? { url: ELECTRON_MODULE, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
})

async function run() {
  const { requires, switches, app: named, isVersionAsked } = parseCommandLine(args)
  if (isVersionAsked) {
    process.stdout.write(`v${electronVersion()}\n`)
    return
  }
  const { app } = host
  const path = named ?? (app.border.isPackaged ? join(RESOURCES, 'app') : undefined)
  if (path === undefined) throw new Error('no app given. Usage: electron [switches] <path> [arguments]')
  for (const [name, value] of switches) app.switches.set(name, value)
  const userData = switches.get('user-data-dir')
  if (userData !== undefined) app.setPath('userData', userData)

  // Electron warns of a rejection nobody handles and goes on; Node would end the app.
  process.on('unhandledRejection', (reason) => console.error('Unhandled promise rejection:', reason))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.cycle.quit())
  const requireFromHere = createRequire(join(process.cwd(), 'noop.js'))
  for (const id of requires) requireFromHere(id)

  const located = locateApp(path)
  app.describe(located)
  await loadApp(located, app.untilAsked())
  if (app.cycle.isLeaving()) return
  await host.start()
}
run().catch(fail)
