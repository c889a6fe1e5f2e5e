import { useQuery } from '@tanstack/react-query'
import { unwrap } from './desk.ts'
import { useDesk } from './desk-context.tsx'
import { queryKeys } from './query-keys.ts'

/** The rules that hold for whoever is logged in; they are the server's. */
export function usePolicy() {
  const desk = useDesk()
  return useQuery({ queryKey: queryKeys.policy, queryFn: () => unwrap(desk.policy.read({})), staleTime: Infinity })
}
