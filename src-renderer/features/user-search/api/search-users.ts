import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { UserPage, UserSort } from '../../../../src-shared/api/users.ts'
import { unwrap } from '../../../lib/desk.ts'
import { useDesk } from '../../../lib/desk-context.tsx'
import { queryKeys } from '../../../lib/query-keys.ts'
import { conditionFields, type UserConditions } from '../../../lib/user-conditions.ts'
import { readFullPage } from '../model/full-page.ts'
import { createResultRows, pageRows, type PageWish } from '../model/result-rows.ts'
import type { SubmittedSearch } from '../model/search-memory.ts'

const firstWish: PageWish = { lane: 'head', number: 0, cursor: undefined }

/** The first page of a search, in the store that takes the others; those are read by `useReadOn`. */
export function useUserSearch(search: SubmittedSearch) {
  const readPage = useReadPage(search)
  return useQuery({
    queryKey: queryKeys.userSearch(search),
    enabled: search.turn > 0,
    queryFn: async () => createResultRows(await readPage(firstWish)),
    placeholderData: keepPreviousData,
    // Asked anew by pressing 検索 only: reading hundreds of pages again behind one's back would move the rows.
    staleTime: Infinity,
    structuralSharing: false,
  })
}

/** Reads one page of a search; those of the tail in the opposite order, which mirrors the list exactly. */
export function useReadPage(search: SubmittedSearch): (wish: PageWish) => Promise<UserPage> {
  const desk = useDesk()
  return ({ lane, cursor }) =>
    readFullPage(pageRows, cursor, (limit, from) =>
      unwrap(
        desk.users.search({
          ...toFilledConditions(search.conditions),
          sort: lane === 'head' ? search.sort : oppositeOf[search.sort],
          limit,
          ...(from === undefined ? {} : { cursor: from }),
        }),
      ),
    )
}

const oppositeOf: Readonly<Record<UserSort, UserSort>> = {
  userId: '-userId',
  loginId: '-loginId',
  userName: '-userName',
  memberId: '-memberId',
  memberName: '-memberName',
  '-userId': 'userId',
  '-loginId': 'loginId',
  '-userName': 'userName',
  '-memberId': 'memberId',
  '-memberName': 'memberName',
}

function toFilledConditions(conditions: UserConditions): Partial<UserConditions> {
  const filled = conditionFields.map((field) => [field, conditions[field].trim()]).filter(([, typed]) => typed !== '')
  return Object.fromEntries(filled)
}
