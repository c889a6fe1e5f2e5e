import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { unwrap } from '../../../lib/desk.ts'
import { useDesk } from '../../../lib/desk-context.tsx'
import { queryKeys } from '../../../lib/query-keys.ts'
import { useReachable } from '../../../lib/use-reachable.ts'
import type { HistoryConditions } from '../model/history-conditions.ts'

/** Reissues per day and state, of what the list shows for the same conditions. */
export function useReissueSummary(conditions: HistoryConditions | undefined) {
  const desk = useDesk()
  const isReachable = useReachable()
  return useQuery({
    queryKey: queryKeys.reissueSummary(conditions ?? {}, isReachable),
    enabled: conditions !== undefined,
    queryFn: () => unwrap(desk.reissues.summarise({ ...conditions })),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
}
