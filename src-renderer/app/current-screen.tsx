import { use, useState, type Dispatch, type SetStateAction } from 'react'
import type { SessionUser } from '../../src-shared/api/sessions.ts'
import { useLeave } from '../components/leave-guard.tsx'
import { ServerCard } from '../features/first-start/components/server-card.tsx'
import { HelpScreen } from '../features/help/components/help-screen.tsx'
import { HistoryScreen } from '../features/history/components/history-screen.tsx'
import { noHistory } from '../features/history/model/history-memory.ts'
import { MenuScreen } from '../features/menu/components/menu-screen.tsx'
import { ReissueScreen } from '../features/reissue/components/reissue-screen.tsx'
import { SlipButton } from '../features/slip/components/slip-button.tsx'
import { firstSlipChoice } from '../features/slip/model/slip-choice.ts'
import { SettingsScreen } from '../features/settings/components/settings-screen.tsx'
import { UserSearchScreen } from '../features/user-search/components/user-search-screen.tsx'
import { useAwaitedCount } from '../features/verification/api/await-verifications.ts'
import { ApprovalsScreen } from '../features/verification/components/approvals-screen.tsx'
import { VerificationCard } from '../features/verification/components/verification-card.tsx'
import { noSearch } from '../features/user-search/model/search-memory.ts'
import { shortcutOf } from './commands/command-list.ts'
import { CommandsProvider } from './commands/commands-provider.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { PreparedScreen } from './prepared-screen.tsx'
import { Rehearsal, RehearsesContext } from './rehearsal.tsx'
import { RehearsedLists, RehearsedParts } from './rehearsed-parts.tsx'
import type { Destination, Place, Screen } from './screens.ts'
import { Shell } from './shell/shell.tsx'

interface CurrentScreenProps {
  readonly user: SessionUser
  readonly place: Place
  readonly onPlace: Dispatch<SetStateAction<Place>>
}

const keyOf = (name: Destination) => shortcutOf(`open-${name}`)?.text

/** The frame with the screen that is open, and the ways from one to another. */
export function CurrentScreen({ user, place, onPlace }: CurrentScreenProps) {
  const leave = useLeave()
  const awaited = useAwaitedCount() ?? 0
  const { screen } = place
  const prepares = use(RehearsesContext)
  const [slipChoice, setSlipChoice] = useState(firstSlipChoice)
  /** Where 戻る leads to from the help. */
  const [beforeHelp, setBeforeHelp] = useState<Screen>({ name: 'menu' })
  if (screen.name !== 'help' && screen !== beforeHelp) setBeforeHelp(screen)
  /** Of the history: for as long as the desk is not locked. */
  const [history, rememberHistory] = useState(noHistory)
  /** The same whatever screen is open, so that the frame is not rendered again with every screen. */
  const open = (next: Screen) => leave(() => onPlace((last) => ({ ...last, screen: next })))

  const content = () => {
    if (screen.name === 'menu') return <MenuScreen role={user.role} keyOf={keyOf} onOpen={(name) => open({ name })} />
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
          renderSlip={(issued) => <SlipButton {...issued} choice={slipChoice} onChoice={setSlipChoice} />}
          onBack={() => open({ name: 'search' })}
          onAnother={() => leave(() => onPlace({ screen: { name: 'search' }, search: noSearch }))}
          onClose={() => open({ name: 'menu' })}
        />
      )
    }
    if (screen.name === 'help') return <HelpScreen onBack={() => open(beforeHelp)} />
    if (screen.name === 'approvals') return <ApprovalsScreen userId={user.userId} />
    return <SettingsScreen serverCard={<ServerCard />} />
  }

  return (
    <CommandsProvider role={user.role} onOpen={(name) => open({ name })}>
      <Shell user={user} actions="all" current={screen.name} awaited={awaited}>
        <PreparedScreen isOpen={screen.name === 'search'} memory={place.search}>
          <UserSearchScreen
            user={user}
            memory={place.search}
            prepares={prepares}
            onRemember={(change) => onPlace((last) => ({ ...last, search: change(last.search) }))}
            onOpenUser={(userId) => open({ name: 'reissue', userId })}
            onBack={() => open({ name: 'menu' })}
          />
        </PreparedScreen>
        <PreparedScreen isOpen={screen.name === 'history'} memory={history}>
          <HistoryScreen
            acrossMembers={user.role === 'helpdesk'}
            memory={history}
            onRemember={rememberHistory}
            onOpenUser={(userId) => open({ name: 'reissue', userId })}
            renderSlip={(record) =>
              record.state === 'pending' && (
                <SlipButton
                  receipt={record}
                  user={record}
                  isSecretThere={false}
                  choice={slipChoice}
                  onChoice={setSlipChoice}
                />
              )
            }
          />
        </PreparedScreen>
        {screen.name !== 'search' && screen.name !== 'history' && (
          <ErrorBoundary key={screen.name} isInFrame>
            {content()}
          </ErrorBoundary>
        )}
      </Shell>
      <Rehearsal alive={<RehearsedLists acrossMembers={user.role === 'helpdesk'} />}>
        <RehearsedParts />
      </Rehearsal>
    </CommandsProvider>
  )
}
