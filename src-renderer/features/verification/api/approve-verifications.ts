import { useMutation, useQueryClient } from '@tanstack/react-query'
import { unwrap } from '../../../lib/desk.ts'
import { useDesk } from '../../../lib/desk-context.tsx'
import { queryKeys } from '../../../lib/query-keys.ts'

export interface Decision {
  readonly verificationId: string
  readonly decision: 'approve' | 'refuse'
}

export function useDecideVerification() {
  const desk = useDesk()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (decision: Decision) => unwrap(desk.verifications.decide(decision)),
    // Also after a refusal: somebody else may have decided first.
    onSettled: () => void queryClient.invalidateQueries({ queryKey: queryKeys.awaitedVerifications }),
  })
}
