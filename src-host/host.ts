/** Puts the host together: the only place that constructs. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createApp } from './app/app.ts'
import { fence } from './border.ts'
import { launchBrowser } from './browser/launch-browser.ts'
import type { Browser } from './browser/launch-browser.ts'
import type { WindowServices } from './contents/page-services.ts'
import { findBrowser } from './find-browser.ts'
import { createIpcHub } from './ipc/ipc-main.ts'
import { createPartitions } from './protocol/partitions.ts'
import { createClipboard } from './system/clipboard.ts'
import { createCrashReporter, createShell } from './system/desktop-services.ts'
import { createMenu } from './system/menu.ts'
import { createDialog } from './system/dialog.ts'
import { createKeychain } from './system/keychain.ts'
import { createNativeTheme } from './system/native-theme.ts'
import { createPowerMonitor } from './system/power-monitor.ts'
import { createSafeStorage } from './system/safe-storage.ts'
import { createScreen } from './system/screen.ts'
import { createX11 } from './system/x11-display.ts'
import { createUtilityProcess } from './utility/utility-process.ts'
import { createWindowRegistry } from './windows/window-registry.ts'

const EXECUTABLE = fileURLToPath(new URL('./bin/electron', import.meta.url))
/** An installed app lies beside the launcher, as beside Electron's executable. */
export const RESOURCES = join(dirname(EXECUTABLE), 'resources')

const hasDisplay = () =>
  process.platform !== 'linux' || (process.env['DISPLAY'] ?? '') !== '' || (process.env['WAYLAND_DISPLAY'] ?? '') !== ''

export function createHost() {
  const isPackaged = existsSync(join(RESOURCES, 'app'))
  let browser: Browser | undefined
  const app = createApp({
    executable: EXECUTABLE,
    isPackaged,
    windows: () => registry.list(),
    endBrowser: async () => browser?.close(),
    isHeadless: () => isHeadless(),
  })
  const isHeadless = () => app.switches.has('headless') || !hasDisplay()
  const pages = () => registry.list().flatMap(({ contents }) => contents.page() ?? [])
  const partitions = createPartitions((name) =>
    registry.list().flatMap(({ contents, partition }) => {
      const page = contents.page()
      return page === undefined || partition !== name ? [] : [{ session: page.session, url: contents.url() }]
    }),
  )
  const theme = createNativeTheme(() => {
    for (const page of pages()) page.session.post('Emulation.setEmulatedMedia', { features: theme.features() })
  })
  const x11 = createX11()
  const power = createPowerMonitor(x11)
  const screen = createScreen(isHeadless, x11)
  const ipc = createIpcHub()
  const services: WindowServices = {
    partitions,
    ipc,
    theme,
    appName: app.name,
    emitApp: app.emit,
    noteInput: power.noteInput,
    browser() {
      if (browser === undefined) throw new Error('Cannot create BrowserWindow before app is ready')
      return browser
    },
  }
  const registry = createWindowRegistry({
    services,
    onWindowClosed: () => app.cycle.onWindowClosed(),
    onCloseRefused: () => app.cycle.onCloseRefused(),
  })
  const { clipboard, ClipboardItem } = createClipboard(isHeadless, x11)
  const keychain = createKeychain({
    appName: app.name,
    isWanted: () => app.switches.get('password-store') !== 'basic',
  })
  const modules = {
    app: app.border,
    BrowserWindow: registry.BrowserWindow,
    webContents: registry.webContents,
    ipcMain: ipc.ipcMain,
    protocol: partitions.of('').schemes.protocol,
    session: partitions.statics,
    clipboard,
    ClipboardItem,
    nativeTheme: theme.border,
    Menu: createMenu(),
    shell: createShell(),
    crashReporter: createCrashReporter(),
    dialog: createDialog(isHeadless),
    powerMonitor: power.border,
    screen: screen.border,
    safeStorage: createSafeStorage(keychain, app.isReady),
    utilityProcess: createUtilityProcess(app.emit),
  }

  return {
    app,
    electron: fence('', modules, { objects: Object.keys(modules) }),
    /** Starts the browser, follows it, and tells the app that it is ready. */
    async start() {
      const path = findBrowser()
      if (path === undefined)
        throw new Error('no Chrome, Edge or Chromium found; install one, or name it in SAIHAKKO_CHROMIUM')
      const started = await launchBrowser(path, {
        switches: app.switches,
        extraArguments: app.extraArguments,
        appName: app.name(),
        isPackaged,
        profile: join(app.path('sessionData'), 'Chromium'),
        headless: isHeadless(),
        isRoot: process.getuid?.() === 0,
      })
      browser = started
      process.once('exit', () => started.kill())
      Object.defineProperty(process.versions, 'chrome', {
        value: started.version,
        enumerable: true,
        configurable: true,
      })
      void started.exited.then(({ code, signal }) => {
        // No accident: the user closed the last window and the browser left with it, or everybody was told to end.
        const closeWindows = () => {
          for (const window of registry.list()) window.contents.gone()
        }
        if (code === 0 && (registry.list().length === 0 || app.cycle.isLeaving())) {
          closeWindows()
          return
        }
        process.stderr.write(`The browser ended unexpectedly (${signal ?? code}).\n`)
        app.cycle.onBrowserLost(closeWindows)
      })
      await Promise.all([registry.connect(started), screen.look()])
      // Only now may a test runner attach: request interceptors run latest session first, and its own must come first.
      started.announce()
      app.becomeReady()
    },
  }
}
