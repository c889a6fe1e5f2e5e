import { Button, Tooltip } from '@fluentui/react-components'
import { LockClosed16Regular } from '@fluentui/react-icons/svg/lock-closed'
import { SignOutRegular } from '@fluentui/react-icons/svg/sign-out'
import { Timer16Regular } from '@fluentui/react-icons/svg/timer'
import { useTranslation } from 'react-i18next'
import { ClockNotice } from '../../components/clock-notice.tsx'
import { ConnectionState } from '../../components/connection-state.tsx'
import { HelpLink } from '../../components/help-link.tsx'
import { LanguageSwitch } from '../../components/language-switch.tsx'
import { useLeave } from '../../components/leave-guard.tsx'
import { useDeskState } from '../../lib/desk-state.tsx'
import { useLock } from '../../lib/use-lock.ts'
import { useLogOut } from '../../lib/use-log-out.ts'
import { useSecondsUntil } from '../../lib/use-seconds-until.ts'
import { shortcutOf } from '../commands/command-list.ts'
import { toAriaShortcut } from '../commands/shortcut.ts'
import { CommandButtons } from './command-buttons.tsx'

export type StatusActions = 'all' | 'log-out' | 'none'

/** Connection, server, what is still on the clipboard, the commands, and the ways out. */
export function StatusBar({ actions }: { readonly actions: StatusActions }) {
  const { t } = useTranslation()
  const { info, clipboard } = useDeskState()
  const secondsLeft = useSecondsUntil(clipboard.clearsAt === null ? null : Date.parse(clipboard.clearsAt))
  const clipboardText = t('shell.clipboardSeconds', { seconds: secondsLeft })
  return (
    <footer className="status-bar" aria-label={t('shell.status')}>
      <div className="status-facts">
        <ConnectionState />
        <ClockNotice />
        <span className="status-server">
          {info.trial && <span>{t('shell.trial')}</span>}
          <span className="code" title={info.serverUrl ?? undefined}>
            {info.serverUrl}
          </span>
        </span>
      </div>
      {secondsLeft > 0 && (
        <span className="status-clipboard">
          <Timer16Regular aria-hidden />
          <span title={clipboardText}>{clipboardText}</span>
        </span>
      )}
      <StatusButtons actions={actions} />
    </footer>
  )
}

const lockKeys = shortcutOf('lock')

function StatusButtons({ actions }: { readonly actions: StatusActions }) {
  const { t } = useTranslation()
  const leave = useLeave()
  const logOut = useLogOut()
  const lock = useLock()
  return (
    <div className="status-actions">
      {actions === 'all' && <CommandButtons />}
      {actions !== 'all' && <HelpLink />}
      {actions !== 'all' && <LanguageSwitch />}
      {actions === 'all' && (
        <Tooltip content={`${t('shell.lock')}  ${lockKeys?.text ?? ''}`} relationship="inaccessible">
          <Button
            size="small"
            appearance="subtle"
            icon={<LockClosed16Regular />}
            aria-keyshortcuts={lockKeys && toAriaShortcut(lockKeys)}
            // Whoever locks goes away: no question may keep a password on the screen.
            onClick={() => lock.mutate()}
          >
            {t('shell.lock')}
          </Button>
        </Tooltip>
      )}
      {actions !== 'none' && (
        <Button size="small" appearance="subtle" icon={<SignOutRegular />} onClick={() => leave(() => logOut.mutate())}>
          {t('shell.logOut')}
        </Button>
      )}
    </div>
  )
}
