import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { unwrap } from '../../../lib/desk.ts'
import { useDesk } from '../../../lib/desk-context.tsx'
import { queryKeys } from '../../../lib/query-keys.ts'

/** The history, newest first, page by page; `query` narrows it. Read anew each time the screen opens. */
export function useReissues(query: string) {
  const desk = useDesk()
  return useInfiniteQuery({
    queryKey: queryKeys.reissueList(query),
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
  })
}
