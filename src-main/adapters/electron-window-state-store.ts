import Store from 'electron-store'
import type { LogPort } from '../ports/log-port.ts'

/** Where the window was last: one object, whatever is in it. Neither way throws: a window opens all the same. */
export interface WindowStateStore {
  read(): unknown
  write(state: Readonly<Record<string, unknown>>): void
}

/** `window-state.json` in `directory`, the user-data folder. What is no JSON there is dropped: nothing of worth is lost. */
export function createElectronWindowStateStore(directory: string, log: LogPort): WindowStateStore {
  const open = (): Store => new Store({ name: 'window-state', cwd: directory, clearInvalidConfig: true })
  return {
    read() {
      try {
        return { ...open().store }
      } catch {
        log.warn('window state could not be read')
        return undefined
      }
    },
    write(state) {
      try {
        open().store = { ...state }
      } catch {
        log.warn('window state could not be kept')
      }
    },
  }
}
