import { Activity, useState, type ReactNode } from 'react'
import { RulesUnreadableScreen } from '../features/first-start/components/rules-unreadable-screen.tsx'
import { ChangeServerProvider } from '../lib/change-server.tsx'
import { useDeskState } from '../lib/desk-state.tsx'
import { FrontHelp } from './front-help.tsx'
import { FirstStartScreen } from './later-screens.ts'

/** Before anything else there has to be a server; later on another one can be chosen, unless the organisation has fixed it. */
export function ServerGate({ children }: { readonly children: ReactNode }) {
  const { server } = useDeskState()
  const [isChanging, setIsChanging] = useState(false)
  if (server.kind === 'none') return server.isLocked ? <RulesUnreadableScreen /> : <FirstServer />
  return (
    <>
      {isChanging && (
        <FrontHelp>
          <FirstStartScreen onBack={() => setIsChanging(false)} />
        </FrontHelp>
      )}
      {/* Whoever goes back finds the screen, and what was typed there, as it was left. */}
      <Activity mode={isChanging ? 'hidden' : 'visible'}>
        <ChangeServerProvider value={server.isLocked ? null : () => setIsChanging(true)}>
          {children}
        </ChangeServerProvider>
      </Activity>
    </>
  )
}

const FirstServer = () => (
  <FrontHelp>
    <FirstStartScreen onBack={null} />
  </FrontHelp>
)
