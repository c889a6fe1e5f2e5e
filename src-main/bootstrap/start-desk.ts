import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { app, Menu, session, type BrowserWindow } from 'electron'
import { registerAppScheme, serveAppScheme } from '../adapters/electron-app-protocol.ts'
import { createNotify } from '../adapters/electron-ipc.ts'
import { createStderrLog } from '../adapters/stderr-log.ts'
import { webPreferences } from '../security/web-preferences.ts'
import { openMainWindow, shutWaysOut } from '../windows/main-window.ts'
import { connectServer } from './connect-server.ts'
import { createDesk } from './create-desk.ts'
import { readEnvironment } from './environment.ts'

/** Starts the app; `bundleDir` is the folder that holds the bundles `main`, `preload`, `renderer` and `server`. */
export async function startDesk(bundleDir: string): Promise<void> {
  const environment = readEnvironment(process.env, process.argv)
  if (environment.userDataDir !== undefined) app.setPath('userData', environment.userDataDir)
  if (!app.requestSingleInstanceLock()) {
    process.stderr.write('Saihakko Desk is already running with this user data; its window was brought to the front.\n')
    app.exit(0)
    return
  }
  const log = createStderrLog()
  app.enableSandbox()
  registerAppScheme()
  await app.whenReady()

  Menu.setApplicationMenu(null)
  shutWaysOut()
  serveAppScheme(session.fromPartition(webPreferences.partition), join(bundleDir, 'renderer'))

  let window: BrowserWindow | undefined
  const trialDataDir = join(app.getPath('userData'), 'trial-server')
  if (environment.isFreshTrial) rmSync(trialDataDir, { recursive: true, force: true })
  const server = connectServer(environment, {
    modulePath: join(bundleDir, 'server', 'embedded.js'),
    dataDir: trialDataDir,
    log,
  })
  const desk = createDesk({ server, environment, log, notify: createNotify(() => window) })

  window = openMainWindow(join(bundleDir, 'preload', 'index.cjs'))
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore()
    window?.focus()
  })
  app.on('window-all-closed', () => app.quit())
  endCleanly(() => Promise.allSettled([desk.close(), server.close()]))
}

/** Holds the end of the app back until `close` is done: our password leaves the clipboard, the trial server its database. */
function endCleanly(close: () => Promise<unknown>): void {
  let isClosed = false
  app.on('will-quit', (event) => {
    if (isClosed) return
    event.preventDefault()
    void close().then(() => {
      isClosed = true
      app.quit()
    })
  })
}
