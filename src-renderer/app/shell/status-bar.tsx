import { Button } from '@fluentui/react-components'
import { LockClosed16Regular } from '@fluentui/react-icons/svg/lock-closed'
import { SignOutRegular } from '@fluentui/react-icons/svg/sign-out'
import { Timer16Regular } from '@fluentui/react-icons/svg/timer'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ClockNotice } from '../../components/clock-notice.tsx'
import { ConnectionState } from '../../components/connection-state.tsx'
import { LanguageSwitch } from '../../components/language-switch.tsx'
import { useLeave } from '../../components/leave-guard.tsx'
import { unwrap } from '../../lib/desk.ts'
import { useDesk } from '../../lib/desk-context.tsx'
import { useDeskState } from '../../lib/desk-state.tsx'
import { useLogOut } from '../../lib/use-log-out.ts'
import { useSecondsUntil } from '../../lib/use-seconds-until.ts'

export type StatusActions = 'all' | 'log-out' | 'none'

/** Connection, server, what is still on the clipboard, and the ways out. */
export function StatusBar({ actions }: { readonly actions: StatusActions }) {
  const { t } = useTranslation()
  const { info, clipboard } = useDeskState()
  const leave = useLeave()
  const logOut = useLogOut()
  const lock = useLock()
  const secondsLeft = useSecondsUntil(clipboard.clearsAt === null ? null : Date.parse(clipboard.clearsAt))
  return (
    <footer className="status-bar" aria-label={t('shell.status')}>
      <ConnectionState />
      <span className="status-server">
        {info.trial && <span>{t('shell.trial')}</span>}
        <span className="code">{info.serverUrl}</span>
      </span>
      <ClockNotice />
      {secondsLeft > 0 && (
        <span className="status-clipboard">
          <Timer16Regular aria-hidden />
          {t('shell.clipboardSeconds', { seconds: secondsLeft })}
        </span>
      )}
      <span className="status-actions">
        {actions !== 'all' && <LanguageSwitch />}
        {actions === 'all' && (
          <Button
            size="small"
            appearance="subtle"
            icon={<LockClosed16Regular />}
            // Whoever locks goes away: no question may keep a password on the screen.
            onClick={() => lock.mutate()}
          >
            {t('shell.lock')}
          </Button>
        )}
        {actions !== 'none' && (
          <Button
            size="small"
            appearance="subtle"
            icon={<SignOutRegular />}
            onClick={() => leave(() => logOut.mutate())}
          >
            {t('shell.logOut')}
          </Button>
        )}
      </span>
    </footer>
  )
}

function useLock() {
  const desk = useDesk()
  const { applySession } = useDeskState()
  return useMutation({ mutationFn: () => unwrap(desk.session.lock({})), onSuccess: applySession })
}
