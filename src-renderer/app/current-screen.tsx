import type { Dispatch, SetStateAction } from 'react'
import type { SessionUser } from '../../src-shared/api/sessions.ts'
import { useLeave } from '../components/leave-guard.tsx'
import { ServerCard } from '../features/first-start/components/server-card.tsx'
import { HistoryScreen } from '../features/history/components/history-screen.tsx'
import { MenuScreen } from '../features/menu/components/menu-screen.tsx'
import { ReissueScreen } from '../features/reissue/components/reissue-screen.tsx'
import { SettingsScreen } from '../features/settings/components/settings-screen.tsx'
import { UserSearchScreen } from '../features/user-search/components/user-search-screen.tsx'
import { ApprovalsScreen } from '../features/verification/components/approvals-screen.tsx'
import { VerificationCard } from '../features/verification/components/verification-card.tsx'
import { noSearch } from '../features/user-search/model/search-memory.ts'
import { ErrorBoundary } from './error-boundary.tsx'
import type { Place, Screen } from './screens.ts'
import { Shell } from './shell/shell.tsx'

interface CurrentScreenProps {
  readonly user: SessionUser
  readonly place: Place
  readonly onPlace: Dispatch<SetStateAction<Place>>
}

/** The frame with the screen that is open, and the ways from one to another. */
export function CurrentScreen({ user, place, onPlace }: CurrentScreenProps) {
  const leave = useLeave()
  const { screen } = place
  const open = (next: Screen) => leave(() => onPlace((last) => ({ ...last, screen: next })))

  const content = () => {
    if (screen.name === 'menu') return <MenuScreen role={user.role} onOpen={(name) => open({ name })} />
    if (screen.name === 'search') {
      return (
        <UserSearchScreen
          user={user}
          memory={place.search}
          onRemember={(change) => onPlace((last) => ({ ...last, search: change(last.search) }))}
          onOpenUser={(userId) => open({ name: 'reissue', userId })}
          onBack={() => open({ name: 'menu' })}
        />
      )
    }
    if (screen.name === 'reissue') {
      return (
        <ReissueScreen
          key={screen.userId}
          userId={screen.userId}
          renderVerification={(target, spentId, onPassed) => (
            <VerificationCard
              user={target}
              spentId={spentId}
              onPassed={onPassed}
              onBack={() => open({ name: 'search' })}
            />
          )}
          onBack={() => open({ name: 'search' })}
          onAnother={() => leave(() => onPlace({ screen: { name: 'search' }, search: noSearch }))}
          onClose={() => open({ name: 'menu' })}
        />
      )
    }
    if (screen.name === 'approvals') return <ApprovalsScreen userId={user.userId} />
    if (screen.name === 'history') return <HistoryScreen acrossMembers={user.role === 'helpdesk'} />
    return <SettingsScreen serverCard={<ServerCard />} />
  }

  return (
    <Shell user={user} actions="all" current={screen.name} onOpen={(name) => open({ name })}>
      <ErrorBoundary key={screen.name}>{content()}</ErrorBoundary>
    </Shell>
  )
}
