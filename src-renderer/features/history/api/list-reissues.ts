import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { unwrap } from '../../../lib/desk.ts'
import { useDesk } from '../../../lib/desk-context.tsx'
import { queryKeys } from '../../../lib/query-keys.ts'
import { useReachable } from '../../../lib/use-reachable.ts'
import type { HistoryConditions } from '../model/history-conditions.ts'

/** How often the server is asked again for what came from this PC although the server seems to be there. */
const askAgainMs = 5_000
const pageSize = 100

/**
 * The history, newest first, page by page; nothing is asked while there are no conditions. Read anew each time the screen
 * opens, and when the server gets out of reach or comes back: without it the main process answers from what it keeps for
 * review. Of several answers the one to the last conditions counts (U5).
 */
export function useReissues(conditions: HistoryConditions | undefined) {
  const desk = useDesk()
  const isReachable = useReachable()
  const reissues = useInfiniteQuery({
    queryKey: queryKeys.reissueList(conditions ?? {}, isReachable),
    enabled: conditions !== undefined,
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      unwrap(
        desk.reissues.list({ limit: pageSize, ...conditions, ...(pageParam === '' ? {} : { cursor: pageParam }) }),
      ),
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    staleTime: 0,
    // Coming back begins with the first page; else every page that was ever read would be read again.
    gcTime: 0,
    refetchInterval: ({ state }) => {
      const isFromCopy = state.data !== undefined && state.data.pages[0]?.asOf !== null
      return isReachable && isFromCopy ? askAgainMs : false
    },
  })
  return { reissues, isReachable }
}
