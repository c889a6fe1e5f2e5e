// oxlint-disable jsx-a11y/prefer-tag-over-role -- links of the app lead to no address: nothing of a user gets into one
import { Tooltip } from '@fluentui/react-components'
import { ClipboardClock20Regular } from '@fluentui/react-icons/svg/clipboard-clock'
import { Home20Regular } from '@fluentui/react-icons/svg/home'
import { KeyReset20Regular } from '@fluentui/react-icons/svg/key-reset'
import { Settings20Regular } from '@fluentui/react-icons/svg/settings'
import { ShieldTask20Regular } from '@fluentui/react-icons/svg/shield-task'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Role } from '../../../src-shared/domain/roles.ts'
import { useDeskState } from '../../lib/desk-state.tsx'
import { destinationsOf, needsServer, type Destination, type Screen } from '../screens.ts'
import { useDestinationKeys } from './use-destination-keys.ts'

const icons: Readonly<Record<Destination, ReactElement>> = {
  menu: <Home20Regular />,
  search: <KeyReset20Regular />,
  history: <ClipboardClock20Regular />,
  settings: <Settings20Regular />,
  approvals: <ShieldTask20Regular />,
}

interface RailProps {
  readonly role: Role
  readonly current: Screen['name']
  readonly onOpen: (destination: Destination) => void
}

/** The menu at the left: icons with words, icons alone where the window is narrow. */
export function Rail({ role, current, onOpen }: RailProps) {
  const { t } = useTranslation()
  const { isOffline } = useDeskState().sessionView
  const destinations = destinationsOf(role)
  const isShut = (name: Destination) => isOffline && needsServer(name)
  const open = (name: Destination) => {
    if (!isShut(name)) onOpen(name)
  }
  useDestinationKeys(destinations, open)
  const labels: Readonly<Record<Destination, string>> = {
    menu: t('menu.title'),
    search: t('menu.reissue'),
    history: t('menu.history'),
    settings: t('menu.settings'),
    approvals: t('menu.approvals'),
  }
  const shown = current === 'reissue' ? 'search' : current
  return (
    <nav className="rail" aria-label={t('shell.rail')}>
      {destinations.map(({ name, key }) => (
        <Tooltip
          key={name}
          content={isShut(name) ? t('menu.needsServer') : `${labels[name]}  Alt+${key}`}
          relationship={isShut(name) ? 'description' : 'inaccessible'}
          positioning="after"
        >
          <button
            type="button"
            role="link"
            className="rail-entry"
            aria-current={shown === name ? 'page' : undefined}
            aria-disabled={isShut(name)}
            aria-keyshortcuts={`Alt+${key}`}
            onClick={() => open(name)}
          >
            {icons[name]}
            <span className="rail-word">{labels[name]}</span>
          </button>
        </Tooltip>
      ))}
    </nav>
  )
}
