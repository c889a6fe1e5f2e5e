import { app, BrowserWindow, session } from 'electron'
import { appUrl } from '../security/app-address.ts'
import { webPreferences } from '../security/web-preferences.ts'

/** Opens the one window, on the app's own page, with every way out of it shut. */
export function openMainWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 800,
    minHeight: 600,
    show: false,
    title: '再発行デスク — Saihakko Desk',
    backgroundColor: '#fafafa',
    autoHideMenuBar: true,
    webPreferences: { ...webPreferences, devTools: !app.isPackaged, preload },
  })
  window.once('ready-to-show', () => window.show())
  void window.loadURL(appUrl)
  return window
}

/** Denies whatever no page of ours ever needs: permissions, navigation, new windows, web views, downloads (E5, E11–E14). */
export function shutWaysOut(): void {
  const pages = session.fromPartition(webPreferences.partition)
  pages.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  pages.setPermissionCheckHandler(() => false)
  pages.on('will-download', (event) => event.preventDefault())
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.on('will-navigate', (event) => event.preventDefault())
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-frame-navigate', (event) => event.preventDefault())
  })
}
