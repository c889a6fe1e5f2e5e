import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { unwrap } from '../../../lib/desk.ts'
import { useDesk } from '../../../lib/desk-context.tsx'
import { queryKeys } from '../../../lib/query-keys.ts'
import { conditionFields, type UserConditions } from '../../../lib/user-conditions.ts'
import type { SubmittedSearch } from '../model/search-memory.ts'

const pageSize = 200

/** Searches page by page; `fetchNextPage` is called ahead of the reader by the list. */
export function useUserSearch(search: SubmittedSearch) {
  const desk = useDesk()
  return useInfiniteQuery({
    queryKey: queryKeys.userSearch(search),
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      unwrap(
        desk.users.search({
          ...toFilledConditions(search.conditions),
          sort: search.sort,
          limit: pageSize,
          ...(pageParam === '' ? {} : { cursor: pageParam }),
        }),
      ),
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    // Asked anew by pressing 検索 only: reading hundreds of pages again behind one's back would move the rows.
    staleTime: Infinity,
    // Comparing 100,000 rows with themselves after every page would freeze the list.
    structuralSharing: false,
  })
}

function toFilledConditions(conditions: UserConditions): Partial<UserConditions> {
  const filled = conditionFields.map((field) => [field, conditions[field].trim()]).filter(([, typed]) => typed !== '')
  return Object.fromEntries(filled)
}
