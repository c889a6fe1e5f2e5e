import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Store from 'electron-store'

/** A small file that is there in whole or not at all, whatever ends the app in the middle of a write. */
export interface SessionFile {
  /** Its content, or undefined when there is none; throws when it is not JSON. */
  read(): unknown
  write(content: Record<string, unknown>): void
  /** Removes it, and what was set aside. */
  remove(): void
  /** Renames it, so that it can be looked at; at most one is kept. */
  setAside(): void
}

/** `session.json` in `directory` (absolute). */
export function openSessionFile(directory: string): SessionFile {
  const path = join(directory, 'session.json')
  const open = (): Store => new Store({ name: 'session', cwd: directory, configFileMode: 0o600 })

  function siblings(marker: string): string[] {
    const prefix = `${basename(path)}.${marker}-`
    try {
      return readdirSync(dirname(path)).filter((name) => name.startsWith(prefix))
    } catch {
      return []
    }
  }
  const removeSiblings = (marker: string): void => {
    for (const name of siblings(marker)) rmSync(join(directory, name), { force: true })
  }

  return {
    read() {
      // Left by a write that was cut off: the blob in it is as good as the one in the file.
      removeSiblings('tmp')
      return existsSync(path) ? { ...open().store } : undefined
    },

    write(content) {
      open().store = content
    },

    remove() {
      rmSync(path, { force: true })
      removeSiblings('tmp')
      removeSiblings('damaged')
    },

    setAside() {
      const numbers = siblings('damaged').map((name) => Number(name.slice(name.lastIndexOf('-') + 1)) || 0)
      removeSiblings('damaged')
      renameSync(path, `${path}.damaged-${Math.max(0, ...numbers) + 1}`)
    },
  }
}
