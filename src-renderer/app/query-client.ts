import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import type { ConnectionView } from '../../src-shared/ipc/contract.ts'
import { toDeskError } from '../lib/desk.ts'

/**
 * The cache of what was read. `networkMode: 'always'`: the main process does the HTTP, and a call made while offline has
 * to fail now rather than wait and be sent later (U21). `onReach` learns from every answer whether the server is there.
 */
export function createQueryClient(onReach: (state: ConnectionView['state']) => void): QueryClient {
  const onSuccess = () => onReach('connected')
  const onError = (reason: unknown) => {
    if (toDeskError(reason).code === 'server_unreachable') onReach('unreachable')
  }
  return new QueryClient({
    queryCache: new QueryCache({ onSuccess, onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        networkMode: 'always',
        retry: 0,
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
      mutations: { networkMode: 'always', retry: 0, gcTime: 0 },
    },
  })
}
