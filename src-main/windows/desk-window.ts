import type { BrowserWindow } from 'electron'
import { createNotify } from '../adapters/electron-ipc.ts'
import type { WindowPort } from '../ports/window-port.ts'
import { openMainWindow } from './main-window.ts'
import type { WindowMemory } from './window-memory.ts'

export interface DeskWindow extends WindowPort {
  open(preload: string): void
  /** Brings it to the front, for whoever starts the app once more. */
  show(): void
}

/** The app’s window, known to the services before it is there. */
export function createDeskWindow(memory: WindowMemory): DeskWindow {
  let window: BrowserWindow | undefined
  const lostListeners: (() => void)[] = []
  const reloadedListeners: (() => void)[] = []
  const shownListeners: (() => void)[] = []
  const tellLost = (): void => lostListeners.forEach((listener) => listener())
  const findWindow = (): BrowserWindow | undefined => (window?.isDestroyed() === false ? window : undefined)

  return {
    open(preload) {
      const opened = openMainWindow(preload, memory)
      window = opened
      opened.once('ready-to-show', () => shownListeners.forEach((listener) => listener()))
      opened.on('closed', tellLost)
      opened.webContents.on('render-process-gone', () => {
        tellLost()
        findWindow()?.webContents.reload()
      })
    },

    show() {
      const shown = findWindow()
      if (shown?.isMinimized()) shown.restore()
      shown?.focus()
    },

    notify: createNotify(findWindow),
    reloadPage() {
      const contents = findWindow()?.webContents
      contents?.once('did-finish-load', () => reloadedListeners.forEach((listener) => listener()))
      contents?.reload()
    },
    protectContent: (isOn) => findWindow()?.setContentProtection(isOn),
    isFocused: () => findWindow()?.isFocused() ?? false,
    onShown: (listener) => void shownListeners.push(listener),
    onReloaded: (listener) => void reloadedListeners.push(listener),
    onLost: (listener) => void lostListeners.push(listener),
  }
}
