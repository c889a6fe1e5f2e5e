/** One running app per userData folder: a lock file, and a folder in which later starts leave their command line. */
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs'
import type { FSWatcher } from 'node:fs'
import { join } from 'node:path'

export interface OtherStart {
  readonly argv: readonly string[]
  readonly cwd: string
  readonly data: unknown
}
export interface SingleInstance {
  request(data: unknown): boolean
  isHeld(): boolean
  release(): void
}

/** When the process started, as far as the system says: tells the owner of a lock from a later process with its id. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return '' // not Linux, or gone
  }
}
function isAlive(owner: string): boolean {
  const [pid = '', start = ''] = owner.split(' ')
  try {
    process.kill(Number(pid), 0)
  } catch {
    return false
  }
  return startOf(Number(pid)) === start
}
function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return otherwise
  }
}
function parseStart(text: string): OtherStart | undefined {
  try {
    const start: OtherStart = JSON.parse(text)
    return Array.isArray(start.argv) && typeof start.cwd === 'string' ? start : undefined
  } catch {
    return undefined
  }
}

/** @param folder the userData folder, read late: an app may set it first */
export function createSingleInstance(folder: () => string, onOther: (start: OtherStart) => void): SingleInstance {
  let held: { lock: string; watcher: FSWatcher } | undefined

  /** Atomic on every file system: a hard link to a complete file either comes to be or not. */
  function tryLock(lock: string): boolean {
    const own = `${lock}.${process.pid}`
    writeFileSync(own, `${process.pid} ${startOf(process.pid)}`, { mode: 0o600 })
    try {
      linkSync(own, lock)
      return true
    } catch {
      return false
    } finally {
      rmSync(own, { force: true })
    }
  }
  function leaveMessage(inbox: string, data: unknown) {
    mkdirSync(inbox, { recursive: true, mode: 0o700 })
    const draft = join(inbox, `.${process.pid}`)
    const start: OtherStart = { argv: process.argv, cwd: process.cwd(), data }
    writeFileSync(draft, JSON.stringify(start), { mode: 0o600 })
    renameSync(draft, join(inbox, `${process.pid}-${Date.now()}.json`))
  }
  function watchInbox(inbox: string): FSWatcher {
    rmSync(inbox, { recursive: true, force: true })
    mkdirSync(inbox, { recursive: true, mode: 0o700 })
    const watcher = watch(inbox, () => {
      for (const name of readdirSync(inbox).filter((each) => each.endsWith('.json'))) {
        const file = join(inbox, name)
        const start = parseStart(readOr(file, ''))
        rmSync(file, { force: true })
        if (start !== undefined) onOther(start)
      }
    })
    return watcher.unref()
  }
  return {
    request(data) {
      if (held !== undefined) return true
      const lock = join(folder(), 'InstanceLock')
      const inbox = join(folder(), 'InstanceInbox')
      mkdirSync(folder(), { recursive: true, mode: 0o700 })
      for (let attempt = 0; attempt < 5; attempt++) {
        if (tryLock(lock)) {
          held = { lock, watcher: watchInbox(inbox) }
          return true
        }
        if (isAlive(readOr(lock, ''))) {
          leaveMessage(inbox, data)
          return false
        }
        rmSync(lock, { force: true }) // left behind by a process that was killed
      }
      return false
    },
    isHeld: () => held !== undefined,
    release() {
      held?.watcher.close()
      if (held !== undefined) rmSync(held.lock, { force: true })
      held = undefined
    },
  }
}
