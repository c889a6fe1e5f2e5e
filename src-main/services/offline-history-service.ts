import { AppError, describeError } from '../../src-shared/errors/catalogue.ts'
import type { OfflineHistoryView } from '../../src-shared/ipc/contract.ts'
import type { LogPort } from '../ports/log-port.ts'
import type { CopyOwner, OfflineCopyPort } from '../ports/offline-copy-port.ts'
import { createHistoryReadingService, type KeptHistory } from './history-reading-service.ts'
import { endOfKeeping, type CopyRules, type OfflineCopyService, type OpenCopy } from './offline-copy-service.ts'
import type { CopyGuard } from './offline-copy-schema.ts'
import { takeTurns } from './take-turns.ts'
import { readHistoryChanges, type HistorySource } from './offline-history-sync.ts'

export const syncEveryMs = 5 * 60_000
/** After one that failed or was put off: the server may be back, or the session may have become online again. */
export const syncAgainMs = 30_000
const lookEveryMs = 60 * 60_000

export interface OfflineHistoryDependencies extends HistorySource {
  readonly copies: OfflineCopyService
  /** Where the copy lies on this machine. */
  readonly storage: () => Promise<'disk' | 'memory'>
  /** False once it is known that the server does not answer: nobody has to wait for it then. */
  readonly isReachable: () => boolean
  readonly onChanged: (view: OfflineHistoryView) => void
  readonly log: LogPort
}

export type OfflineHistoryService = ReturnType<typeof createOfflineHistoryService>

const nothingKept: OfflineHistoryView = { kept: 'none', entries: 0, asOf: null, keptUntil: null }

/** The history for review without the server (flow D): kept up to date while it is there, read when it is not. */
export function createOfflineHistoryService(dependencies: OfflineHistoryDependencies) {
  const { copies, storage, isReachable, onChanged, log, call, timer } = dependencies
  let open: OpenCopy | undefined
  let view = nothingKept
  /** Every lock and every end begins another one; what was under way for an earlier one has no effect any more. */
  let period = 0
  let rules: CopyRules | undefined
  /** Something has become of a reissue made then, which may seem to be settled. */
  let readFrom: { readonly issuedAt: string } | undefined
  let running: Promise<void> | undefined
  let isAskedAgain = false
  /** A synchronisation was put off or failed. */
  let isDue = false
  let stopNextSync = (): void => undefined

  /** One after the other: a wipe that falls into a write removes what was written. */
  const inTurn = takeTurns()

  async function show(guard: CopyGuard | undefined): Promise<void> {
    const next = guard ? await describeCopy(guard) : nothingKept
    const isNew = JSON.stringify(next) !== JSON.stringify(view)
    view = next
    if (isNew) onChanged(view)
  }

  const describeCopy = async (guard: CopyGuard): Promise<OfflineHistoryView> => {
    const { entries, asOf } = guard
    return { kept: await storage(), entries, asOf, keptUntil: endOfKeeping(guard) }
  }

  /** Key and plaintext go; what was stored stays. */
  function close(): void {
    period += 1
    stopNextSync()
    open?.dataKey.fill(0)
    open = undefined
    rules = undefined
  }

  async function wipe(): Promise<void> {
    close()
    readFrom = undefined
    await inTurn(async () => {
      await copies.wipe()
      await show(undefined)
    })
  }

  /** Takes `copy` into use unless the desk has been locked or left meanwhile. */
  async function take(copy: OpenCopy, inPeriod: number): Promise<void> {
    if (period !== inPeriod) return void copy.dataKey.fill(0)
    open = copy
    await show(copy.stored?.guard)
  }

  async function synchronise(): Promise<void> {
    isDue = !isReachable()
    if (isDue) return
    const inPeriod = period
    const isWanted = (): boolean => period === inPeriod && open !== undefined
    const known = open?.entries
    if (known === undefined) return
    const copyRules = rules ?? (await readRules())
    if (!isWanted()) return
    rules = copyRules
    if (copyRules.keptDays === 0) return await wipe()
    const readsFrom = readFrom
    const changes = await readHistoryChanges(dependencies, known, isWanted, readsFrom?.issuedAt)
    if (changes === undefined) return
    await inTurn(async () => {
      if (!isWanted() || !open) return
      await take(await copies.save(open, changes, copyRules), inPeriod)
      if (readFrom === readsFrom) readFrom = undefined
    })
  }

  async function readRules(): Promise<CopyRules> {
    const { offlineReviewDays, temporaryPassword } = await call('readPolicy', {}, { isBackground: true })
    return { keptDays: offlineReviewDays, timeZone: temporaryPassword.timeZone }
  }

  async function noteFailure(error: unknown): Promise<void> {
    isDue = true
    const code = error instanceof AppError ? error.code : undefined
    log.warn('history was not synchronised', { code: code ?? 'app_error' })
    // Somebody who may not read the history may not keep it either.
    if (code !== undefined && describeError(code).kind === 'authorization') await wipe()
  }

  /** At once, or once more after the one under way; one at a time, and again every five minutes. */
  function requestSync(): void {
    if (running) {
      isAskedAgain = true
      return
    }
    stopNextSync()
    running = synchronise()
      .catch(noteFailure)
      .catch(() => log.warn('history could not be erased'))
      .then(() => {
        running = undefined
        const nextMs = isDue ? syncAgainMs : syncEveryMs
        if (open) stopNextSync = timer.after(isAskedAgain ? 0 : nextMs, requestSync)
        isAskedAgain = false
      })
  }

  function readKept(): KeptHistory | undefined {
    const guard = open?.stored?.guard
    return open && guard && { entries: open.entries, asOf: guard.asOf, timeZone: guard.timeZone }
  }

  /** At the start and every hour: a copy that was kept long enough goes, whether anybody is there or not. */
  let stopNextLook = (): void => undefined
  async function look(): Promise<void> {
    stopNextLook = timer.after(lookEveryMs, () => void look())
    try {
      const guard = await inTurn(() => copies.look())
      if (open?.stored && guard === undefined) close()
      await show(guard)
    } catch {
      log.warn('history could not be looked at')
    }
  }

  const port: OfflineCopyPort = {
    async openWithServer(owner: CopyOwner, password: string) {
      const inPeriod = period
      try {
        await inTurn(async () => take(await copies.openWithServer(owner, password, open), inPeriod))
        if (open) requestSync()
      } catch {
        log.warn('history could not be opened')
      }
    },

    async unlock(owner, password) {
      const inPeriod = period
      await inTurn(async () => {
        try {
          await take(await copies.unlock(owner, password), inPeriod)
        } catch (error) {
          await show(await copies.look())
          throw error
        }
      })
      if (open) requestSync()
    },

    close,
    wipe: () => wipe().catch(() => log.warn('history could not be erased')),
  }

  return {
    ...port,
    read: (): OfflineHistoryView => view,

    ...createHistoryReadingService({ call, isReachable, readKept }),

    /** A reissue was just made here: the copy is to know it soon. */
    noteReissue: requestSync,
    /** Something was noted at the server about the reissue made at `issuedAt`. */
    noteHandover(issuedAt: string): void {
      const earliest = readFrom !== undefined && readFrom.issuedAt < issuedAt ? readFrom.issuedAt : issuedAt
      // Another object each time: what is being read now may not have it yet.
      readFrom = { issuedAt: earliest }
      requestSync()
    },
    /** The server can be reached again. */
    noteReconnected: (): void => {
      if (isDue) requestSync()
    },

    start: look,
    stop(): void {
      close()
      stopNextLook()
    },
  }
}
