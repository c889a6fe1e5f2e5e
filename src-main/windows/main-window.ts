import { app, BrowserWindow, screen, session } from 'electron'
import { appUrl } from '../security/app-address.ts'
import { webPreferences } from '../security/web-preferences.ts'
import type { WindowMemory } from './window-memory.ts'
import { leastSize } from './window-place.ts'

/** Opens the one window where it was last, on the app's own page, with every way out of it shut. */
export function openMainWindow(preload: string, memory: WindowMemory): BrowserWindow {
  const { isMaximised, ...place } = memory.readPlace(screen.getAllDisplays().map(({ workArea }) => workArea))
  const window = new BrowserWindow({
    ...place,
    minWidth: leastSize.width,
    minHeight: leastSize.height,
    show: false,
    title: '再発行デスク — Saihakko Desk',
    backgroundColor: '#fafafa',
    autoHideMenuBar: true,
    // SECURITY: S-05. Nothing but these, and developer tools only where the app is being developed.
    webPreferences: { ...webPreferences, devTools: !app.isPackaged, preload },
  })
  memory.watch(window)
  window.once('ready-to-show', () => {
    if (isMaximised) window.maximize()
    window.show()
  })
  void window.loadURL(appUrl)
  return window
}

const deny = (event: { preventDefault(): void }): void => event.preventDefault()

/** Denies whatever no page of ours ever needs: permissions, navigation, new windows, web views, downloads (E5, E11–E14). */
export function shutWaysOut(): void {
  const pages = session.fromPartition(webPreferences.partition)
  // SECURITY: S-06. Requests and checks alike, for every permission there is or will be.
  pages.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  pages.setPermissionCheckHandler(() => false)
  pages.on('will-download', deny)
  app.on('web-contents-created', (_event, contents) => {
    // SECURITY: S-07. The page never leaves; there is nothing it could lead to, so no address is looked at.
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-attach-webview', deny)
    contents.on('will-navigate', deny)
    contents.on('will-redirect', deny)
    contents.on('will-frame-navigate', deny)
  })
}
