import { ClipboardClock24Regular } from '@fluentui/react-icons/svg/clipboard-clock'
import { KeyReset24Regular } from '@fluentui/react-icons/svg/key-reset'
import { Settings24Regular } from '@fluentui/react-icons/svg/settings'
import { ShieldTask24Regular } from '@fluentui/react-icons/svg/shield-task'
import { useTranslation } from 'react-i18next'
import type { Role } from '../../../../src-shared/domain/roles.ts'
import { PageHeading } from '../../../components/page-heading.tsx'
import { useDeskState } from '../../../lib/desk-state.tsx'

type EntryName = 'search' | 'history' | 'settings' | 'approvals'

interface MenuScreenProps {
  readonly role: Role
  /** As the app has it, `Alt+1`: what is written beside an entry. */
  readonly keyOf: (name: EntryName) => string | undefined
  readonly onOpen: (name: EntryName) => void
}

/** メニュー: what can be done here, each with its key. */
export function MenuScreen({ role, keyOf, onOpen }: MenuScreenProps) {
  const { t } = useTranslation()
  const { isOffline } = useDeskState().sessionView
  const entries = [
    { name: 'search', title: t('menu.reissue'), text: t('menu.reissueText'), icon: <KeyReset24Regular /> },
    { name: 'history', title: t('menu.history'), text: t('menu.historyText'), icon: <ClipboardClock24Regular /> },
    { name: 'approvals', title: t('menu.approvals'), text: t('menu.approvalsText'), icon: <ShieldTask24Regular /> },
    { name: 'settings', title: t('menu.settings'), text: t('menu.settingsText'), icon: <Settings24Regular /> },
  ] as const
  const shown = entries.filter(({ name }) => name !== 'approvals' || role === 'helpdesk')
  // Unlocked without the server, only what lies on this machine can be opened.
  const isShut = (name: EntryName) => isOffline && (name === 'search' || name === 'approvals')
  return (
    <section className="stack narrow">
      <PageHeading>{t('menu.title')}</PageHeading>
      <ul className="menu-entries">
        {shown.map((entry) => (
          <li key={entry.name} className="menu-entry">
            {entry.icon}
            <div className="menu-words">
              {/* Its area covers the whole entry. */}
              <button
                type="button"
                className="menu-button"
                aria-describedby={`menu-${entry.name}`}
                aria-keyshortcuts={keyOf(entry.name)}
                aria-disabled={isShut(entry.name)}
                onClick={() => !isShut(entry.name) && onOpen(entry.name)}
              >
                {entry.title}
              </button>
              <span id={`menu-${entry.name}`} className="quiet">
                {isShut(entry.name) ? t('menu.needsServer') : entry.text}
              </span>
            </div>
            <kbd>{keyOf(entry.name)}</kbd>
          </li>
        ))}
      </ul>
    </section>
  )
}
