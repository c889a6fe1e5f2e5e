import { setImmediate as nextTurn } from 'node:timers/promises'
import { app } from 'electron'
import { registerAppScheme } from '../adapters/electron-app-protocol.ts'
import { startCrashReports } from '../adapters/electron-crash-reports.ts'
import { findRefusedSwitch } from '../security/refused-switches.ts'
import { readEnvironment } from './environment.ts'

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
  // SECURITY: S-24. What the app was doing stays on this machine.
  startCrashReports()
  app.enableSandbox()
  registerAppScheme()
  // Nearly all of the program is read while the browser part starts; what is imported above has to be read before that.
  await nextTurn()
  const { runDesk } = await import('./run-desk.ts')
  const desk = await runDesk(bundleDir, environment)
  // SECURITY: S-10. What the other instance was started with is somebody else’s word: none of it is read (E41).
  app.on('second-instance', () => desk.showWindow())
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
