import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { app, session } from 'electron'
import { serveAppScheme } from '../adapters/electron-app-protocol.ts'
import { createElectronSlipPrinter } from '../adapters/electron-slip-printer.ts'
import { createElectronWindowStateStore } from '../adapters/electron-window-state-store.ts'
import { systemTimer } from '../adapters/system-timer.ts'
import { webPreferences } from '../security/web-preferences.ts'
import { readManagedSettings } from '../services/managed-settings-service.ts'
import { createDeskWindow } from '../windows/desk-window.ts'
import { shutWaysOut } from '../windows/main-window.ts'
import { createWindowMemory } from '../windows/window-memory.ts'
import { findServerModule } from './bundle-paths.ts'
import { createDesk } from './create-desk.ts'
import type { Environment } from './environment.ts'
import { findManagedSettings } from './find-managed-settings.ts'
import { openLog } from './open-log.ts'
import { watchFaults } from './watch-faults.ts'

export interface RunningDesk {
  showWindow(): void
  close(): Promise<void>
}

/** What `startDesk` leaves to do: whatever takes long, most of it while the browser part starts. */
export async function runDesk(bundleDir: string, environment: Environment): Promise<RunningDesk> {
  const log = openLog(join(app.getPath('userData'), 'logs'), app.isPackaged)
  watchFaults(process, log, () => app.quit())
  const rules = findManagedSettings({
    platform: process.platform,
    variables: process.env,
    isPackaged: app.isPackaged,
  })
  const reading = readManagedSettings(rules, log)
  const windowStates = createElectronWindowStateStore(app.getPath('userData'), log)
  const window = createDeskWindow(createWindowMemory(windowStates, systemTimer))
  await app.whenReady()

  shutWaysOut()
  const desk = Promise.withResolvers<ReturnType<typeof createDesk>>()
  serveAppScheme(session.fromPartition(webPreferences.partition), join(bundleDir, 'renderer'), desk.promise)
  // The browser makes the window while the rest comes about; its page gets nothing before that.
  window.open(join(bundleDir, 'preload', 'index.cjs'))
  // It is asked for at the end of this turn: the services would hold that up.
  await nextTurn()
  const trialDataDir = join(app.getPath('userData'), 'trial-server')
  if (environment.isFreshTrial) rmSync(trialDataDir, { recursive: true, force: true })
  const managed = await reading
  const trial = { modulePath: findServerModule(bundleDir), dataDir: trialDataDir, log }
  const slipPrinter = createElectronSlipPrinter(join(bundleDir, 'renderer'))
  const created = createDesk({ environment, managed, trial, log, window, slipPrinter })
  desk.resolve(created)
  return { showWindow: () => window.show(), close: () => created.close() }
}
