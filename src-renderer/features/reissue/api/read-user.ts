import { useQuery } from '@tanstack/react-query'
import { unwrap } from '../../../lib/desk.ts'
import { useDesk } from '../../../lib/desk-context.tsx'
import { queryKeys } from '../../../lib/query-keys.ts'

/** One user, read anew each time the screen opens: warnings and permissions must be of now. */
export function useUser(userId: string) {
  const desk = useDesk()
  return useQuery({
    queryKey: queryKeys.user(userId),
    queryFn: () => unwrap(desk.users.read({ userId })),
    staleTime: Infinity,
    gcTime: 0,
  })
}
