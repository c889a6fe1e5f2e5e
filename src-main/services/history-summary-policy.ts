import type { ReissueDay, ReissueStatistics } from '../../src-shared/api/reissue-statistics.ts'
import type { ReissueRecord } from '../../src-shared/api/reissues.ts'
import { createZonedTime } from './zoned-time.ts'

/** As many as the server tells of. */
const daysAtMost = 400

/** Reissues per day of `timeZone`, oldest day first, by what has become of them; as the server counts them. */
export function summariseReissues(entries: readonly ReissueRecord[], timeZone: string): ReissueStatistics {
  const time = createZonedTime(timeZone)
  const days = new Map<string, ReissueDay>()
  for (const { issuedAt, state } of entries) {
    const day = time.day(issuedAt)
    const counted = days.get(day) ?? { day, pending: 0, used: 0, expired: 0, superseded: 0 }
    days.set(day, { ...counted, [state]: counted[state] + 1 })
  }
  const oldestFirst = [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1))
  return { timeZone, days: oldestFirst.slice(-daysAtMost) }
}
