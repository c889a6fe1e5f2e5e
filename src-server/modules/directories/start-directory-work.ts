import { setTimeout as pause } from 'node:timers/promises'
import type { Directories, MemberDirectory } from './directories.ts'
import type { DutyService } from './duty-service.ts'
import type { SyncService } from './sync-service.ts'

/** What has to be done in directories without being asked for. */
export interface DirectoryWork {
  readonly directories: Directories
  readonly sync: SyncService
  readonly duties: DutyService
  readonly reconcileIntents: () => Promise<number>
}

interface DirectoryLog {
  info(about: object, message: string): void
  warn(about: object, message: string): void
}

const dutyPauseMs = 5000
const longestPauseMs = 900_000

/** Mirrors every member, does what is due, and settles what was left; several processes may do so over one database. */
export function startDirectoryWork(work: DirectoryWork, log: DirectoryLog): { stop(): Promise<void> } {
  const { directories, sync, duties, reconcileIntents } = work
  const stopping = new AbortController()
  const { signal } = stopping

  const repeat = async (what: string, act: () => Promise<number>): Promise<void> => {
    while (!signal.aborted) {
      const pauseMs = await act().catch((error: unknown) => {
        log.warn({ what, code: codeOf(error) }, 'work on directories failed')
        return 60_000
      })
      // A stop ends the pause by rejecting it.
      if (!signal.aborted) await pause(pauseMs, undefined, { signal }).catch(() => {})
    }
  }
  const syncOnce = async (directory: MemberDirectory): Promise<number> => {
    const { name, memberId, syncMs } = directory
    const outcome = await sync.sync(directory)
    if (outcome.kind === 'busy') return syncMs
    if (outcome.kind === 'synced') {
      if (outcome.collisions > 0) log.warn({ directory: name, memberId, ...outcome }, 'accounts were not imported')
      return syncMs
    }
    log.warn({ directory: name, memberId, ...outcome }, 'the mirror of a directory is not up to date')
    return Math.max(syncMs, Math.min(10_000 * 2 ** Math.min(outcome.failures, 8), longestPauseMs))
  }
  const doDuties = async (): Promise<number> => {
    const settled = await reconcileIntents()
    if (settled > 0) log.info({ settled }, 'reissues in directories settled')
    await duties.doDue()
    return dutyPauseMs
  }
  const running = [
    ...directories.all.map((directory) => repeat('sync', () => syncOnce(directory))),
    ...(directories.all.length > 0 ? [repeat('duties', doDuties)] : []),
  ]
  return {
    async stop() {
      stopping.abort()
      await Promise.all(running)
    },
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
