import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { unwrap } from '../../../lib/desk.ts'
import { useDesk } from '../../../lib/desk-context.tsx'
import { useDeskState } from '../../../lib/desk-state.tsx'
import { queryKeys } from '../../../lib/query-keys.ts'

/** How often the server is asked again for what came from this PC although the server seems to be there. */
const askAgainMs = 5_000

/**
 * The history, newest first, page by page; `query` narrows it. Read anew each time the screen opens, and when the server gets
 * out of reach or comes back: without it the main process answers from what it keeps for review.
 */
export function useReissues(query: string) {
  const desk = useDesk()
  const { connection, sessionView } = useDeskState()
  const isReachable = connection.state !== 'unreachable' && !sessionView.isOffline
  const reissues = useInfiniteQuery({
    queryKey: queryKeys.reissueList(query, isReachable),
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      unwrap(
        desk.reissues.list({
          limit: 50,
          ...(query === '' ? {} : { query }),
          ...(pageParam === '' ? {} : { cursor: pageParam }),
        }),
      ),
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchInterval: ({ state }) => {
      const isFromCopy = state.data !== undefined && state.data.pages[0]?.asOf !== null
      return isReachable && isFromCopy ? askAgainMs : false
    },
  })
  return { reissues, isReachable }
}
