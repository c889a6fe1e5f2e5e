import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { LoginScreen } from '../features/login/components/login-screen.tsx'
import { useDeskState } from '../lib/desk-state.tsx'
import { FrontHelp } from './front-help.tsx'
import { LoggedIn, preloadScreens } from './later-screens.ts'

const preloadAfterMs = 1_000

/** Decides by the session what may be shown at all. What is not shown is not in the page, and not in the query cache. */
export function SessionGate() {
  const { sessionView } = useDeskState()
  const queryClient = useQueryClient()
  const open = sessionView.session !== null && !sessionView.locked

  useEffect(() => {
    if (!open) queryClient.clear()
  }, [open, queryClient])
  useEffect(() => preloadLater(), [])

  if (!sessionView.session) {
    return (
      <FrontHelp key="login">
        <LoginScreen />
      </FrontHelp>
    )
  }
  return <LoggedIn key={sessionView.session.user.userId} session={sessionView.session} locked={sessionView.locked} />
}

/** While somebody types a name and a password: early enough for what comes next, too late to hold up the first key. */
function preloadLater(): () => void {
  let idle = 0
  const timer = setTimeout(() => {
    idle = requestIdleCallback(() => void preloadScreens(), { timeout: 2_000 })
  }, preloadAfterMs)
  return () => {
    clearTimeout(timer)
    if (idle !== 0) cancelIdleCallback(idle)
  }
}
