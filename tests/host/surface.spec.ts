import { expect, test } from './sample-app.ts'

test('what is not on the list throws, with the same words everywhere', async ({ desk, page }) => {
  const messages = await desk.evaluate(async (electron) => {
    const { app, BrowserWindow, clipboard, dialog, ipcMain, Menu, nativeTheme, safeStorage, session, shell } = electron
    const window = BrowserWindow.getAllWindows()[0]
    if (window === undefined) throw new Error('no window')
    const attempts: Record<string, () => unknown> = {
      module: () => electron.Tray,
      app: () => app.relaunch(),
      window: () => window.hide(),
      contents: () => window.webContents.openDevTools(),
      frame: () => window.webContents.mainFrame.frames,
      event: () => window.on('swipe', () => {}),
      contentsEvent: () => window.webContents.on('before-input-event', () => {}),
      appEvent: () => app.on('open-url', () => {}),
      statics: () => BrowserWindow.fromBrowserView(Object.create(null)),
      option: () => new BrowserWindow({ frame: false }),
      preference: () => new BrowserWindow({ webPreferences: { nodeIntegration: true } }),
      unsandboxed: () => new BrowserWindow({ webPreferences: { sandbox: false } }),
      keptPartition: () => session.fromPartition('persist:desk'),
      session: () => session.defaultSession.cookies,
      clipboard: () => clipboard.selection,
      clipboardItem: () => new electron.ClipboardItem({ 'text/html': 'x' }),
      dialog: () => dialog.showOpenDialog({}),
      ipc: () => Reflect.get(ipcMain, 'handlers'),
      menu: () => Menu.buildFromTemplate([]).popup(),
      appMenu: () => Menu.setApplicationMenu(Object.create(null)),
      theme: () => nativeTheme.shouldUseHighContrastColors,
      set: () => Reflect.set(nativeTheme, 'somethingNew', 1),
      plainText: () => safeStorage.setUsePlainTextEncryption(true),
      shell: () => shell.beep(),
    }
    const results: Record<string, unknown> = {}
    for (const [name, attempt] of Object.entries(attempts))
      try {
        results[name] = attempt()
      } catch (error) {
        results[name] = error instanceof Error ? error.message : error
      }
    return results
  })
  const says = (what: string) => `not supported by the Chromium host: ${what}`
  expect(messages).toEqual({
    module: says('Tray'),
    app: says('app.relaunch'),
    window: says('browserWindow.hide'),
    contents: says('webContents.openDevTools'),
    frame: says('frame.frames'),
    event: says("browserWindow.on('swipe')"),
    contentsEvent: says("webContents.on('before-input-event')"),
    appEvent: says("app.on('open-url')"),
    statics: says('BrowserWindow.fromBrowserView'),
    option: says('BrowserWindow option frame'),
    preference: says('webPreferences.nodeIntegration: true'),
    unsandboxed: says('webPreferences.sandbox: false'),
    keptPartition: says("session.fromPartition('persist:desk')"),
    session: says('session.cookies'),
    clipboard: says('clipboard.selection'),
    clipboardItem: says("ClipboardItem of 'text/html'"),
    dialog: says('dialog.showOpenDialog'),
    ipc: says('ipcMain.handlers'),
    menu: says('menu.popup'),
    appMenu: says('Menu.setApplicationMenu of a menu that buildFromTemplate has not built'),
    theme: says('nativeTheme.shouldUseHighContrastColors'),
    set: says('nativeTheme.somethingNew'),
    plainText: says('safeStorage.setUsePlainTextEncryption'),
    shell: says('shell.beep'),
  })
  expect(await page.evaluate(() => globalThis.sample.refused)).toBe(says('webFrame'))
  expect(await page.evaluate(() => globalThis.sample.missingModule)).toBe('module not found: node:fs')
})

test('looks like Electron: name, version, paths, argv, language', async ({ desk, page, dataFolder }) => {
  const about = await desk.evaluate(({ app, BrowserWindow }) => ({
    name: app.getName(),
    version: app.getVersion(),
    userData: app.getPath('userData'),
    isPackaged: app.isPackaged,
    isReady: app.isReady(),
    argv: process.argv.slice(1),
    electron: process.versions.electron,
    node: process.versions.node.split('.')[0],
    type: process.type,
    isWindow: BrowserWindow.getAllWindows()[0] instanceof BrowserWindow,
    missing: (() => {
      try {
        return app.getPath('recent')
      } catch (error) {
        return String(error)
      }
    })(),
  }))
  expect(about).toEqual({
    name: 'Host Sample',
    version: '1.2.3',
    userData: `${dataFolder}/Host Sample`,
    isPackaged: false,
    isReady: true,
    argv: ['.'], // Playwright's loader takes its own switches away, as with Electron
    electron: '45.4.1',
    node: '24',
    type: 'browser',
    isWindow: true,
    missing: "Error: Failed to get 'recent' path",
  })
  const versions = await page.evaluate(() => globalThis.sample.versions)
  expect(versions['electron']).toBe('45.4.1')
  expect(versions['chrome']).toMatch(/^\d+\.\d+\./)
})
