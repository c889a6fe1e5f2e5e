import { Activity, useState, type ReactNode } from 'react'
import { FirstStartScreen } from '../features/first-start/components/first-start-screen.tsx'
import { ChangeServerProvider } from '../lib/change-server.tsx'
import { useDeskState } from '../lib/desk-state.tsx'

/** Before anything else there has to be a server; later on another one can be chosen, unless the organisation has fixed it. */
export function ServerGate({ children }: { readonly children: ReactNode }) {
  const { server } = useDeskState()
  const [isChanging, setIsChanging] = useState(false)
  if (server.kind === 'none') return <FirstStartScreen onBack={null} />
  return (
    <>
      {isChanging && <FirstStartScreen onBack={() => setIsChanging(false)} />}
      {/* Whoever goes back finds the screen, and what was typed there, as it was left. */}
      <Activity mode={isChanging ? 'hidden' : 'visible'}>
        <ChangeServerProvider value={server.isLocked ? null : () => setIsChanging(true)}>
          {children}
        </ChangeServerProvider>
      </Activity>
    </>
  )
}
