import { useState } from 'react'
import type { Session } from '../../src-shared/api/sessions.ts'
import { ChoosePasswordScreen } from '../features/choose-password/components/choose-password-screen.tsx'
import { StaffScreen } from '../features/choose-password/components/staff-screen.tsx'
import type { Unlocked } from '../features/lock/api/unlock.ts'
import { LockScreen } from '../features/lock/components/lock-screen.tsx'
import { noSearch } from '../features/user-search/model/search-memory.ts'
import { useDeskState } from '../lib/desk-state.tsx'
import { CurrentScreen } from './current-screen.tsx'
import { FrontHelp } from './front-help.tsx'
import type { Place } from './screens.ts'
import { Shell } from './shell/shell.tsx'
import { useKeptPlace } from './use-kept-place.ts'

export interface LoggedInProps {
  readonly session: Session
  readonly locked: boolean
}

/** What there is for whoever has logged in, or has still to unlock. */
export function LoggedIn({ session, locked }: LoggedInProps) {
  const { keptPlace } = useDeskState()
  const [place, setPlace] = useState<Place>(keptPlace ?? { screen: { name: 'menu' }, search: noSearch })
  const [hasChosen, setHasChosen] = useState(false)
  const hasDesk = session.user.role !== 'staff' && !session.mustChangePassword
  useKeptPlace(place, hasDesk && !locked)

  const goOn = ({ view, place: kept }: Unlocked) =>
    setPlace((last) => {
      const found = kept ?? last
      // Without the server there is the history and nothing else.
      return view.isOffline ? { ...found, screen: { name: 'history' } } : found
    })

  if (locked) {
    return (
      <FrontHelp key="lock">
        <LockScreen user={session.user} onUnlocked={goOn} />
      </FrontHelp>
    )
  }
  if (session.mustChangePassword) {
    return (
      <FrontHelp key="choose-password">
        <Shell user={session.user} actions="log-out">
          <ChoosePasswordScreen user={session.user} onChosen={() => setHasChosen(true)} />
        </Shell>
      </FrontHelp>
    )
  }
  if (session.user.role === 'staff') {
    return (
      <FrontHelp key="staff">
        <Shell user={session.user} actions="none">
          <StaffScreen hasChosen={hasChosen} />
        </Shell>
      </FrontHelp>
    )
  }
  return <CurrentScreen user={session.user} place={place} onPlace={setPlace} />
}
