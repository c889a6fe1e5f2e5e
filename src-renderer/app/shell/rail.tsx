// oxlint-disable jsx-a11y/prefer-tag-over-role -- links of the app lead to no address: nothing of a user gets into one
import { CounterBadge, Tooltip } from '@fluentui/react-components'
import { ClipboardClock20Regular } from '@fluentui/react-icons/svg/clipboard-clock'
import { Home20Regular } from '@fluentui/react-icons/svg/home'
import { KeyReset20Regular } from '@fluentui/react-icons/svg/key-reset'
import { QuestionCircle20Regular } from '@fluentui/react-icons/svg/question-circle'
import { Settings20Regular } from '@fluentui/react-icons/svg/settings'
import { ShieldTask20Regular } from '@fluentui/react-icons/svg/shield-task'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommands, type CommandsAccess } from '../commands/commands-context.tsx'
import { toAriaShortcut } from '../commands/shortcut.ts'
import { destinations, type Destination, type Screen } from '../screens.ts'

const icons: Readonly<Record<Destination, ReactElement>> = {
  menu: <Home20Regular />,
  search: <KeyReset20Regular />,
  history: <ClipboardClock20Regular />,
  settings: <Settings20Regular />,
  approvals: <ShieldTask20Regular />,
  help: <QuestionCircle20Regular />,
}

interface RailProps {
  readonly current: Screen['name']
  /** How many verifications wait for a second person. */
  readonly awaited: number
}

/** The menu at the left: icons with words, icons alone where the window is narrow. Without commands there is none. */
export function Rail({ current, awaited }: RailProps) {
  const { t } = useTranslation()
  const access = useCommands()
  if (!access) return null
  const shown = current === 'reissue' ? 'search' : current
  return (
    <nav className="rail" aria-label={t('shell.rail')}>
      {destinations.map((name) => (
        <RailEntry
          key={name}
          name={name}
          access={access}
          isCurrent={shown === name}
          badge={name === 'approvals' ? awaited : 0}
        />
      ))}
    </nav>
  )
}

interface RailEntryProps {
  readonly name: Destination
  readonly access: CommandsAccess
  readonly isCurrent: boolean
  readonly badge: number
}

function RailEntry({ name, access, isCurrent, badge }: RailEntryProps) {
  const { t } = useTranslation()
  const labels: Readonly<Record<Destination, string>> = {
    menu: t('menu.title'),
    search: t('menu.reissue'),
    history: t('menu.history'),
    settings: t('menu.settings'),
    approvals: t('menu.approvals'),
    help: t('help.title'),
  }
  const offered = access.offered.find(({ command }) => command.id === `open-${name}`)
  if (!offered) return null
  const { command, blocked } = offered
  const keys = command.shortcut?.text ?? ''
  return (
    <Tooltip
      content={blocked ? t(blocked) : `${labels[name]}  ${keys}`}
      relationship={blocked ? 'description' : 'inaccessible'}
      positioning="after"
    >
      <button
        type="button"
        role="link"
        className={`rail-entry rail-${name}`}
        aria-current={isCurrent ? 'page' : undefined}
        aria-disabled={blocked !== null}
        aria-keyshortcuts={command.shortcut && toAriaShortcut(command.shortcut)}
        onClick={() => access.run(command.id)}
      >
        {icons[name]}
        <span className="rail-word">{labels[name]}</span>
        {badge > 0 && (
          <span className="rail-badge">
            <CounterBadge count={badge} size="small" color="danger" aria-hidden />
            <span className="visually-hidden">{t('shell.awaited', { count: badge })}</span>
          </span>
        )}
      </button>
    </Tooltip>
  )
}
