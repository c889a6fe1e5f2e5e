import type { HistoryQuery } from '../../src-shared/api/reissues.ts'
import type { Language } from '../../src-shared/domain/time.ts'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import type { HistoryExportView, HistoryPage } from '../../src-shared/ipc/contract.ts'
import type { GrowingFilePort } from '../ports/save-file-port.ts'
import type { TimerPort } from '../ports/timer-port.ts'
import { csvWords } from './history-csv-words.ts'
import { createHistoryCsv } from './history-csv.ts'
import type { HistoryConditions } from './kept-history-policy.ts'
import { createZonedTime } from './zoned-time.ts'

const pageSize = 200
/** Progress is told ten times a second at most. */
export const progressEveryMs = 100

export interface HistoryExportDependencies {
  /** As `HistoryReadingService.list`. */
  readonly list: (query: HistoryQuery) => Promise<HistoryPage>
  readonly files: GrowingFilePort
  readonly timer: Pick<TimerPort, 'now'>
  readonly onChanged: (view: HistoryExportView) => void
}

export interface ExportOrder {
  readonly language: Language
  readonly conditions: HistoryConditions
}

export interface ExportResult {
  readonly outcome: 'saved' | 'stopped' | 'not_chosen'
  /** Rows. */
  readonly written: number
}

type Append = (text: string) => Promise<void>

interface Run {
  isStopped: boolean
}

export type HistoryExportService = ReturnType<typeof createHistoryExportService>

/** Writes the history as a CSV file, page after page, from the server or from the copy: all of it from the same one. */
export function createHistoryExportService({ list, files, timer, onChanged }: HistoryExportDependencies) {
  let current: Run | undefined
  let writing: Promise<unknown> = Promise.resolve()

  /** What it throws ends the run and is seen by nobody. */
  const requireGoing = (own: Run): void => {
    if (own.isStopped) throw new Error('stopped')
  }

  /** What the dialog proposes; asking the first row tells whether the history can be read at all, and from where. */
  async function suggestName({ language, conditions }: ExportOrder): Promise<string> {
    const { items, asOf } = await list({ ...conditions, limit: 1 })
    const day = createZonedTime(items[0]?.timeZone ?? 'UTC').day(timer.now().toISOString())
    const { fileName, offline } = csvWords[language]
    return `${fileName}_${day}${asOf === null ? '' : `_${offline}`}.csv`
  }

  function createProgress() {
    let toldAtMs = -Infinity
    return (written: number, total: number): void => {
      const nowMs = timer.now().getTime()
      if (nowMs - toldAtMs < progressEveryMs) return
      toldAtMs = nowMs
      onChanged({ running: { written, total: Math.max(written, total) } })
    }
  }

  /** Every page from where the first one came from; otherwise rows would be missing or doubled. */
  async function writePages(own: Run, { language, conditions }: ExportOrder, append: Append): Promise<number> {
    const tellProgress = createProgress()
    let page = await list({ ...conditions, limit: pageSize })
    const isKept = page.asOf !== null
    const csv = createHistoryCsv({ language, isKept })
    await append(csv.head)
    for (let written = 0; ;) {
      requireGoing(own)
      await append(csv.writeRows(page.items, page.asOf))
      written += page.items.length
      tellProgress(written, page.total)
      if (page.nextCursor === null) return written
      requireGoing(own)
      page = await list({ ...conditions, limit: pageSize, cursor: page.nextCursor })
      if ((page.asOf !== null) !== isKept) throw new AppError('invalid_cursor')
    }
  }

  async function writeFile(own: Run, order: ExportOrder, path: string): Promise<ExportResult> {
    const file = await files.begin(path).catch(refuseFile)
    const append = (text: string): Promise<void> => file.append(text).catch(refuseFile)
    try {
      const written = await writePages(own, order, append)
      requireGoing(own)
      await file.finish().catch(refuseFile)
      return { outcome: 'saved', written }
    } finally {
      await file.discard()
      onChanged({ running: null })
    }
  }

  async function run(order: ExportOrder, own: Run): Promise<ExportResult> {
    const fileName = await suggestName(order)
    requireGoing(own)
    const type = { name: csvWords[order.language].fileType, extension: 'csv' }
    const path = await files.choosePlace({ fileName, type }).catch(refuseFile)
    requireGoing(own)
    if (path === undefined) return { outcome: 'not_chosen', written: 0 }
    const written = writeFile(own, order, path)
    writing = written.catch(() => undefined)
    return await written
  }

  function stop(): void {
    if (current) current.isStopped = true
  }

  return {
    /**
     * Asks where to, and writes what the conditions find. Fails with `conflict` while another export runs, with
     * `file_not_written`, and with what reading the history fails with; the place is as it was then.
     */
    async start(order: ExportOrder): Promise<ExportResult> {
      if (current) throw new AppError('conflict')
      const own: Run = { isStopped: false }
      current = own
      try {
        return await run(order, own)
      } catch (error) {
        // A lock or a log-out makes reading fail: it was called off all the same.
        if (own.isStopped) return { outcome: 'stopped', written: 0 }
        throw error
      } finally {
        current = undefined
      }
    },

    /** Calls off what is under way; nothing of it stays. */
    stop,

    /** Resolves when nothing half written is left. A dialog that is still open is not waited for. */
    async close(): Promise<void> {
      stop()
      await writing
    },
  }
}

function refuseFile(cause: unknown): never {
  throw new AppError('file_not_written', {}, { cause })
}
