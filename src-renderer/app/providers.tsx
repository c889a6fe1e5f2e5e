import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useState, type ReactNode } from 'react'
import { useDeskState } from '../lib/desk-state.tsx'
import { Appearance } from './appearance.tsx'
import { createQueryClient } from './query-client.ts'

export function Providers({ children }: { readonly children: ReactNode }) {
  const { settings, connection } = useDeskState()
  const [queryClient] = useState(() => createQueryClient())

  // What could not be read for want of a connection comes back by itself.
  const isReachable = connection.state !== 'unreachable'
  useEffect(() => {
    if (isReachable) {
      void queryClient.refetchQueries({ type: 'active', predicate: (query) => query.state.status === 'error' })
    }
  }, [isReachable, queryClient])

  return (
    <Appearance language={settings.language} theme={settings.theme}>
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
    </Appearance>
  )
}
