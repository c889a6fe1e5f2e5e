import { useQuery } from '@tanstack/react-query'
import { unwrap } from '../../../lib/desk.ts'
import { useDesk } from '../../../lib/desk-context.tsx'
import { queryKeys } from '../../../lib/query-keys.ts'

/** Somebody is waiting on the phone for the second person. */
const askEveryMs = 3_000

/** A verification as it is now, asked again and again while it waits for its approval. */
export function useVerification(verificationId: string) {
  const desk = useDesk()
  return useQuery({
    queryKey: queryKeys.verification(verificationId),
    queryFn: () => unwrap(desk.verifications.read({ verificationId })),
    refetchInterval: (query) => (query.state.data?.approval === 'awaited' ? askEveryMs : false),
    staleTime: 0,
    gcTime: 0,
  })
}

/** The user’s latest verification, to go on with a pass after the screen was left or the desk was locked. */
export function useLatestVerification(userId: string) {
  const desk = useDesk()
  return useQuery({
    queryKey: queryKeys.latestVerification(userId),
    queryFn: async () => {
      const { items } = await unwrap(desk.verifications.list({ userId, limit: 1 }))
      return items[0] ?? null
    },
    refetchOnMount: 'always',
    staleTime: Infinity,
    gcTime: 0,
  })
}
