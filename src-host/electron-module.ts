/**
 * What `import … from 'electron'` and `require('electron')` give (main.ts puts this file in place of the npm package).
 * A name that is not exported here cannot be imported; on the default export it throws.
 */
import { createHost } from './host.ts'

export const host = createHost()
const { electron } = host
// oxlint-disable-next-line import/no-default-export -- Electron has one: `import electron from 'electron'`
export default electron
export { electron as 'module.exports' }
export const { app, BrowserWindow, webContents, ipcMain, protocol, session, clipboard, ClipboardItem } = electron
export const { nativeTheme, Menu, shell, dialog, powerMonitor, safeStorage, crashReporter, utilityProcess, screen } =
  electron
