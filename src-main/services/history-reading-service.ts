import type { HistoryQuery, ReissueRecord } from '../../src-shared/api/reissues.ts'
import { AppError, describeError } from '../../src-shared/errors/catalogue.ts'
import type { HistoryPage, HistorySummary } from '../../src-shared/ipc/contract.ts'
import { summariseReissues } from './history-summary-policy.ts'
import { findKept, isKeptCursor, readKeptPage, type HistoryConditions } from './kept-history-policy.ts'
import type { CallForHistory } from './offline-history-sync.ts'

/** The copy as it can be read now. */
export interface KeptHistory {
  /** Newest first. */
  readonly entries: readonly ReissueRecord[]
  /** The server’s word as of when. */
  readonly asOf: string
  /** Of the owner’s member. */
  readonly timeZone: string
}

export interface HistoryReadingDependencies {
  readonly call: CallForHistory
  /** False once it is known that the server does not answer: nobody has to wait for it then. */
  readonly isReachable: () => boolean
  /** Nothing while there is none, or none that is open. */
  readonly readKept: () => KeptHistory | undefined
}

export type HistoryReadingService = ReturnType<typeof createHistoryReadingService>

/** Reads the history from the server, or from the copy while it cannot be reached; `asOf` tells which (flow D). */
export function createHistoryReadingService({ call, isReachable, readKept }: HistoryReadingDependencies) {
  async function readEither<T>(fromServer: () => Promise<T>, fromCopy: () => T | undefined): Promise<T> {
    const known = isReachable() ? undefined : fromCopy()
    if (known) return known
    try {
      return await fromServer()
    } catch (error) {
      const kept = isOutOfReach(error) ? fromCopy() : undefined
      if (kept) return kept
      throw error
    }
  }

  function readPage(query: HistoryQuery): HistoryPage | undefined {
    const kept = readKept()
    const page = kept && readKeptPage(kept.entries, query)
    return page && { ...page, asOf: kept.asOf }
  }

  function summariseCopy(conditions: HistoryConditions): HistorySummary | undefined {
    const kept = readKept()
    return kept && { ...summariseReissues(findKept(kept.entries, conditions), kept.timeZone), asOf: kept.asOf }
  }

  return {
    /** Further pages come from where the first one came from; fails with `invalid_cursor` when that is gone. */
    async list(query: HistoryQuery): Promise<HistoryPage> {
      if (isKeptCursor(query.cursor)) {
        const page = readPage(query)
        if (page) return page
        throw new AppError('invalid_cursor')
      }
      return await readEither<HistoryPage>(
        async () => ({ ...(await call('listReissues', { query })), asOf: null }),
        () => readPage(query),
      )
    },

    /** Reissues per day of what `list` finds for the same conditions. */
    summarise: (conditions: HistoryConditions): Promise<HistorySummary> =>
      readEither<HistorySummary>(
        async () => ({ ...(await call('readReissueStatistics', { query: conditions })), asOf: null }),
        () => summariseCopy(conditions),
      ),
  }
}

/** No answer of the server, or one that something in between has given (a captive portal). */
const isOutOfReach = (error: unknown): boolean =>
  error instanceof AppError &&
  (describeError(error.code).kind === 'unavailable' || error.code === 'answer_not_understood')
