import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReissueReceipt } from '../../../../src-shared/api/reissues.ts'
import { unwrap } from '../../../lib/desk.ts'
import { useDesk } from '../../../lib/desk-context.tsx'
import type { KeptUsers } from '../../../lib/kept-users.ts'
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
      // Shown in results that are still kept, without reading hundreds of pages again.
      for (const [, kept] of queryClient.getQueriesData<KeptUsers>({ queryKey: queryKeys.userSearches })) {
        kept?.markTemporary(input.userId)
      }
      void queryClient.invalidateQueries({ queryKey: queryKeys.reissues })
    },
    onError: on.failure,
  })
}
