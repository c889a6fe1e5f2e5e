import { useQuery } from '@tanstack/react-query'
import { localDayOf } from '../../../../src-shared/domain/local-days.ts'
import { unwrap } from '../../../lib/desk.ts'
import { useDesk } from '../../../lib/desk-context.tsx'
import { queryKeys } from '../../../lib/query-keys.ts'
import { usePolicy } from '../../../lib/use-policy.ts'
import { useReachable } from '../../../lib/use-reachable.ts'
import type { Today } from '../model/history-conditions.ts'
import { useServerNow } from '../model/use-server-now.ts'

/**
 * The day of now in the time zone of the caller’s member, which the policy names; without the server, what is kept for
 * review does. Undefined while it is not known yet.
 */
export function useToday(): Today | undefined {
  const desk = useDesk()
  const isReachable = useReachable()
  const nowMs = useServerNow()
  const policy = usePolicy()
  const kept = useQuery({
    queryKey: queryKeys.reissueSummary({}, isReachable),
    enabled: policy.isError,
    queryFn: () => unwrap(desk.reissues.summarise({})),
  })
  const known = policy.data?.temporaryPassword.timeZone ?? kept.data?.timeZone
  // With neither there is no list either; its own notice says why.
  const timeZone = known ?? (kept.isError ? new Intl.DateTimeFormat().resolvedOptions().timeZone : undefined)
  return timeZone === undefined ? undefined : { timeZone, day: localDayOf(new Date(nowMs), timeZone) }
}
