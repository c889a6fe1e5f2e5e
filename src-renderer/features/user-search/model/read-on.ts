import type { UserPage } from '../../../../src-shared/api/users.ts'
import type { PageWish, ResultRows, RowRange } from './result-rows.ts'

interface ReadingOn {
  readonly rows: ResultRows
  readonly readPage: (wish: PageWish) => Promise<UserPage>
  /** Calls back when there is time for what nobody looks at yet; the result takes the request back. */
  readonly rest: (then: () => void, atLeastMs: number) => () => void
  /** For how long reading ahead has to wait for something better to do, in milliseconds. */
  readonly busyMs: () => number
  /** What is on the screen could not be read. */
  readonly onFailure: (reason: unknown) => void
}

/** Between two pages that nobody waits for: the server has others to serve. */
const gapMs = 40
/** Reading ahead failed: nobody has missed anything, and it is tried again much later. */
const afterFailureMs = 15_000

export interface PageReader {
  readonly look: (range: RowRange) => void
  readonly retry: () => void
  readonly stop: () => void
}

/**
 * Reads the rest of a search, one page at a time: at once what is on the screen, in idle time what follows. What arrives
 * after `stop` is dropped.
 */
export function startReadingOn({ rows, readPage, rest, busyMs, onFailure }: ReadingOn): PageReader {
  let isStopped = false
  let isReading = false
  let hasFailed = false
  let cancelRest = () => {}

  const step = (waitMs = gapMs) => {
    cancelRest()
    if (isStopped || isReading || hasFailed) return
    const wanted = rows.wishForView()
    if (wanted) void read(wanted, true)
    else if (rows.wishAhead()) cancelRest = rest(readAhead, Math.max(waitMs, busyMs()))
  }
  const readAhead = () => {
    const next = rows.wishAhead()
    if (busyMs() > 0 || !next) return step()
    return void read(next, false)
  }
  const read = async (wish: PageWish, isInView: boolean) => {
    isReading = true
    const page = await readPage(wish).catch((reason: unknown) => {
      hasFailed = isInView
      if (isInView && !isStopped) onFailure(reason)
      return undefined
    })
    isReading = false
    if (isStopped) return
    if (page) rows.put(wish, page)
    step(page ? gapMs : afterFailureMs)
  }

  step()
  return {
    look(range) {
      rows.look(range)
      // A request that is due already is not put off by every turn of the wheel.
      if (rows.wishForView()) step()
    },
    retry() {
      hasFailed = false
      step()
    },
    stop() {
      isStopped = true
      cancelRest()
    },
  }
}
