import { notifyManager, QueryClient } from '@tanstack/react-query'

/**
 * The cache of what was read. `networkMode: 'always'`: the main process does the HTTP, and a call made while offline has
 * to fail now rather than wait and be sent later (U21). Whether the server is there is known to the main process alone.
 */
export function createQueryClient(): QueryClient {
  // At once instead of after a timer: an answer that is there before the frame is drawn is in that frame.
  notifyManager.setScheduler(queueMicrotask)
  return new QueryClient({
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
