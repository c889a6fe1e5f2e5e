import { useMutation, useQueryClient, type InfiniteData } from '@tanstack/react-query'
import type { ReissueReceipt } from '../../../../src-shared/api/reissues.ts'
import type { UserPage } from '../../../../src-shared/api/users.ts'
import { unwrap } from '../../../lib/desk.ts'
import { useDesk } from '../../../lib/desk-context.tsx'
import { queryKeys } from '../../../lib/query-keys.ts'

/**
 * Issues the reissue. The password is closed over instead of passed as a variable, which the mutation cache would keep;
 * the defaults of the query client hold: never paused, never retried, forgotten at once (U21, T5). Asking again with the
 * same input is safe: the main process uses the same request key.
 */
export function useIssueReissue(
  input: { readonly userId: string; readonly temporaryPassword: string; readonly verificationId?: string },
  on: { readonly success: (receipt: ReissueReceipt) => void; readonly failure: (reason: unknown) => void },
) {
  const desk = useDesk()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => unwrap(desk.reissues.issue(input)),
    onSuccess: (receipt) => {
      on.success(receipt)
      queryClient.setQueriesData<InfiniteData<UserPage>>({ queryKey: queryKeys.userSearches }, (found) =>
        markTemporary(found, input.userId),
      )
      void queryClient.invalidateQueries({ queryKey: queryKeys.reissues })
    },
    onError: on.failure,
  })
}

/** Shows the new state in results that are still kept, without reading hundreds of pages again. */
function markTemporary(found: InfiniteData<UserPage> | undefined, userId: string) {
  if (!found) return found
  const pages = found.pages.map((page) =>
    page.items.some((user) => user.userId === userId)
      ? {
          ...page,
          items: page.items.map((user) =>
            user.userId === userId ? { ...user, passwordState: 'temporary' as const } : user,
          ),
        }
      : page,
  )
  return { ...found, pages }
}
