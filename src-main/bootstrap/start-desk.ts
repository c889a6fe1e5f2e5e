import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { app, session } from 'electron'
import { registerAppScheme, serveAppScheme } from '../adapters/electron-app-protocol.ts'
import { startCrashReports } from '../adapters/electron-crash-reports.ts'
import { createElectronSlipPrinter } from '../adapters/electron-slip-printer.ts'
import { createElectronWindowStateStore } from '../adapters/electron-window-state-store.ts'
import { systemTimer } from '../adapters/system-timer.ts'
import { findRefusedSwitch } from '../security/refused-switches.ts'
import { webPreferences } from '../security/web-preferences.ts'
import { readManagedSettings } from '../services/managed-settings-service.ts'
import { createDeskWindow } from '../windows/desk-window.ts'
import { shutWaysOut } from '../windows/main-window.ts'
import { createWindowMemory } from '../windows/window-memory.ts'
import { findServerModule } from './bundle-paths.ts'
import { createDesk } from './create-desk.ts'
import { readEnvironment } from './environment.ts'
import { findManagedSettings } from './find-managed-settings.ts'
import { openLog } from './open-log.ts'
import { watchFaults } from './watch-faults.ts'

/** Starts the app; `bundleDir` is the folder that holds the bundles `main`, `preload`, `renderer` and `server`. */
export async function startDesk(bundleDir: string): Promise<void> {
  // SECURITY: S-11. Nobody looks into an installed app, or changes its rules, from the command line.
  const refusedSwitch = app.isPackaged ? findRefusedSwitch(process.argv) : undefined
  if (refusedSwitch !== undefined) throw new Error(`${refusedSwitch} is not allowed for an installed app.`)
  const environment = readEnvironment(process.env, process.argv)
  if (environment.userDataDir !== undefined) app.setPath('userData', environment.userDataDir)
  if (!app.requestSingleInstanceLock()) {
    process.stderr.write('Saihakko Desk is already running with this user data; its window was brought to the front.\n')
    app.exit(0)
    return
  }
  const log = openLog(join(app.getPath('userData'), 'logs'), app.isPackaged)
  // SECURITY: S-24. What the app was doing stays on this machine.
  startCrashReports()
  watchFaults(process, log, () => app.quit())
  app.enableSandbox()
  registerAppScheme()
  await app.whenReady()

  shutWaysOut()
  serveAppScheme(session.fromPartition(webPreferences.partition), join(bundleDir, 'renderer'))

  const windowStates = createElectronWindowStateStore(app.getPath('userData'), log)
  const window = createDeskWindow(createWindowMemory(windowStates, systemTimer))
  const trialDataDir = join(app.getPath('userData'), 'trial-server')
  if (environment.isFreshTrial) rmSync(trialDataDir, { recursive: true, force: true })
  const rules = findManagedSettings({
    platform: process.platform,
    variables: process.env,
    isPackaged: app.isPackaged,
  })
  const managed = await readManagedSettings(rules, log)
  const trial = { modulePath: findServerModule(bundleDir), dataDir: trialDataDir, log }
  const slipPrinter = createElectronSlipPrinter(join(bundleDir, 'renderer'))
  const desk = createDesk({ environment, managed, trial, log, window, slipPrinter })

  window.open(join(bundleDir, 'preload', 'index.cjs'))
  // SECURITY: S-10. What the other instance was started with is somebody else’s word: none of it is read (E41).
  app.on('second-instance', () => window.show())
  app.on('window-all-closed', () => app.quit())
  endCleanly(() => desk.close())
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
