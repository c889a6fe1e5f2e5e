import type { RouteInput, RouteOutput } from '../../src-shared/api/route.ts'
import type { Routes } from '../../src-shared/api/routes.ts'
import type { ReissueRecord } from '../../src-shared/api/reissues.ts'
import type { CallOptions } from '../ports/api-client-port.ts'
import type { TimerPort } from '../ports/timer-port.ts'
import { findReadingStart, keptAtMost, type HistoryChanges } from './kept-history-policy.ts'
import { chunkSchema } from './offline-copy-schema.ts'

type HistoryOperation = 'readPolicy' | 'listReissues' | 'readReissueStatistics'

/** A call as the person at the desk; fails with an `AppError`. */
export type CallForHistory = <O extends HistoryOperation>(
  operation: O,
  input: RouteInput<Routes[O]>,
  options?: CallOptions,
) => Promise<RouteOutput<Routes[O]>>

export interface HistorySource {
  readonly call: CallForHistory
  readonly timer: TimerPort
  /** The server’s time as far as it is known; its answers bear none. */
  readonly serverNow: () => Date
}

const pageSize = 200
/** People’s requests go first. */
const pauseMs = 100

/**
 * Reads page by page what may have changed since `known` (newest first) was read. As of the first answer: what came later is
 * fresher than said. Nothing when `isWanted` says meanwhile that nobody waits for it. `readFrom`: what was issued since then
 * is read even when it seems to be settled.
 */
export async function readHistoryChanges(
  { call, timer, serverNow }: HistorySource,
  known: readonly ReissueRecord[],
  isWanted: () => boolean,
  readFrom?: string,
): Promise<HistoryChanges | undefined> {
  const start = findReadingStart(known, serverNow())
  const since = readFrom !== undefined && readFrom < start ? readFrom : start
  const received: ReissueRecord[] = []
  let asOf: string | undefined
  let cursor: string | null = null
  do {
    if (cursor !== null) await timer.wait(pauseMs)
    if (!isWanted()) return undefined
    const query = { since, limit: pageSize, ...(cursor === null ? {} : { cursor }) }
    const page: RouteOutput<Routes['listReissues']> = await call('listReissues', { query }, { isBackground: true })
    asOf ??= serverNow().toISOString()
    received.push(...chunkSchema.parse(page.items))
    cursor = page.nextCursor
  } while (cursor !== null && received.length < keptAtMost.entries)
  return isWanted() ? { asOf, since, received } : undefined
}
