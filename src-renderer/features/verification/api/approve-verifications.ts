import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { unwrap } from '../../../lib/desk.ts'
import { useDesk } from '../../../lib/desk-context.tsx'
import { queryKeys } from '../../../lib/query-keys.ts'

const askEveryMs = 5_000

/** Verifications that wait for a second person, kept up to date while the screen is open. */
export function useAwaitedVerifications() {
  const desk = useDesk()
  return useQuery({
    queryKey: queryKeys.awaitedVerifications,
    queryFn: () => unwrap(desk.verifications.list({ approval: 'awaited', limit: 200 })),
    refetchInterval: askEveryMs,
    staleTime: 0,
  })
}

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
