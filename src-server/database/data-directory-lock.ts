import { linkSync, readdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import { identifyProcess, isSameProcessAlive, processIdentitySchema, type ProcessIdentity } from './process-identity.ts'

/** Lets go of the data directory; may be called more than once. */
export type ReleaseDataDirectory = () => void

/**
 * Takes a data directory for this process. Two processes on one embedded database lose each other's rows without any
 * error, so the second one is refused (`data_directory_in_use`). The lock of a process that was killed is taken over.
 *
 * Locks are files `lock.1`, `lock.2`, …, and the highest number counts. A lock is made by an atomic link, complete with its
 * content, under the number after a dead or released one: of several processes that find the same dead lock, one gets the
 * number. The highest file is never removed, only marked as released, so nobody can slip in underneath: whoever links a
 * lower number late (its file having been cleared away) sees a higher one on looking again and withdraws.
 *
 * Machines that share the directory over a network, and containers with process IDs of their own, do not see each other's
 * processes: give each its own directory, or use PostgreSQL.
 */
export function lockDataDirectory(directory: string): ReleaseDataDirectory {
  const own = identifyProcess()
  for (;;) {
    const before = highestLock(directory)
    const holder = before === 0 ? undefined : readHolder(directory, before)
    if (holder && isSameProcessAlive(holder)) {
      throw new AppError('data_directory_in_use', { detail: `${directory} is in use by process ${holder.pid}` })
    }
    const number = before + 1
    if (linkLock(directory, number, own) && highestLock(directory) === number) {
      for (const lower of lockNumbers(directory)) if (lower < number) removeIfThere(lockPath(directory, lower))
      return createRelease(directory, number)
    }
  }
}

function createRelease(directory: string, number: number): ReleaseDataDirectory {
  let released = false
  const release = (): void => {
    if (released) return
    released = true
    process.off('exit', release)
    const empty = join(directory, `.lock-released-${process.pid}-${number}`)
    writeFileSync(empty, '{}', { mode: 0o600 })
    renameSync(empty, lockPath(directory, number))
  }
  process.on('exit', release)
  return release
}

const lockPath = (directory: string, number: number): string => join(directory, `lock.${number}`)

function lockNumbers(directory: string): number[] {
  return readdirSync(directory).flatMap((name) => {
    const match = /^lock\.(\d{1,15})$/.exec(name)
    return match ? [Number(match[1])] : []
  })
}

const highestLock = (directory: string): number => Math.max(0, ...lockNumbers(directory))

/** Undefined for a released lock, and for one whose content a power failure swallowed. */
function readHolder(directory: string, number: number): ProcessIdentity | undefined {
  try {
    const parsed = processIdentitySchema.safeParse(JSON.parse(readFileSync(lockPath(directory, number), 'utf8')))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

let attempts = 0

/** False when somebody else has that number already. */
function linkLock(directory: string, number: number, own: ProcessIdentity): boolean {
  attempts += 1
  const draft = join(directory, `.lock-${process.pid}-${attempts}`)
  writeFileSync(draft, JSON.stringify(own), { mode: 0o600 })
  try {
    linkSync(draft, lockPath(directory, number))
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw new AppError('data_directory_unusable', { detail: `${directory}: cannot be locked` }, { cause: error })
  } finally {
    unlinkSync(draft)
  }
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path)
  } catch {
    // Another process that withdrew has cleared it away.
  }
}
