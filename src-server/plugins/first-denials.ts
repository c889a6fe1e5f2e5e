import type { RecordDenial } from './authentication.ts'

const QUIET_MS = 60_000
/** More sessions than ever ask in vain at once; beyond it everything is recorded again rather than remembered. */
const MAX_REMEMBERED = 10_000

/**
 * Records the first denial of a session at a route, and the next one a minute later (P21). Somebody who asks for what they
 * may not have, a thousand times a second, must not fill the audit or hold up its chain; the metrics count them all.
 */
export function recordFirstDenials(clock: () => Date, record: RecordDenial): RecordDenial {
  const recordedAt = new Map<string, number>()
  return async (caller, operation, code, origin) => {
    const [key, nowMs] = [`${caller.sessionId} ${operation} ${code}`, clock().getTime()]
    const earlierMs = recordedAt.get(key)
    if (earlierMs !== undefined && Math.abs(nowMs - earlierMs) < QUIET_MS) return
    if (recordedAt.size >= MAX_REMEMBERED) recordedAt.clear()
    // Before it is written: of many at once one is recorded. Not written, it is not remembered either (P25).
    recordedAt.set(key, nowMs)
    try {
      await record(caller, operation, code, origin)
    } catch (error) {
      recordedAt.delete(key)
      throw error
    }
  }
}
