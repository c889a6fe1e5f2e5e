import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import Store from 'electron-store'
import type { LogPort } from '../ports/log-port.ts'
import type { SettingsStorePort } from '../ports/settings-store-port.ts'

const damagedName = 'settings.damaged.json'

/**
 * `settings.json` in `directory`, the user-data folder; written atomically by electron-store. Its own way with a damaged
 * file is to wipe it (E37), so the file is read here first, and set aside under another name.
 */
export function createElectronSettingsStore(directory: string, log: LogPort): SettingsStorePort {
  const path = join(directory, 'settings.json')
  const open = (): Store => new Store({ name: 'settings', cwd: directory })

  function setAside(): void {
    try {
      renameSync(path, join(directory, damagedName))
      log.warn('settings', { code: 'damaged', keptAs: damagedName })
    } catch {
      log.warn('settings', { code: 'damaged' })
    }
  }

  return {
    read() {
      const text = readText(path)
      if (text === undefined) return {}
      const kept = parseObject(text)
      if (!kept) setAside()
      return kept ?? {}
    },
    write(kept) {
      open().store = { ...kept }
    },
  }
}

/** Nothing when there is no such file, or none that may be read. */
function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    return Object.fromEntries(Object.entries(value))
  } catch {
    return undefined
  }
}
