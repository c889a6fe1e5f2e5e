import { Button } from '@fluentui/react-components'
import { LockClosed24Regular } from '@fluentui/react-icons/svg/lock-closed'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SessionUser } from '../../../../src-shared/api/sessions.ts'
import { DeskForm } from '../../../components/desk-form.tsx'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { HelpLink } from '../../../components/help-link.tsx'
import { PasswordField } from '../../../components/password-field.tsx'
import { SubmitButton } from '../../../components/submit-button.tsx'
import { useResetOnReconnect } from '../../../components/use-reset-on-reconnect.ts'
import { useLogOut } from '../../../lib/use-log-out.ts'
import { useRetryWait } from '../../../lib/use-retry-wait.ts'
import { useUnlock, type Unlocked } from '../api/unlock.ts'
import { LockReason } from './lock-reason.tsx'

interface LockScreenProps {
  readonly user: SessionUser
  readonly onUnlocked: (unlocked: Unlocked) => void
}

/** Stands in place of everything: what was on the screen is gone from the page, not covered. */
export function LockScreen({ user, onUnlocked }: LockScreenProps) {
  const { t } = useTranslation()
  const unlock = useUnlock(onUnlocked)
  useResetOnReconnect(unlock)
  const logOut = useLogOut()
  const [password, setPassword] = useState('')
  const [submitted, setSubmitted] = useState(false)
  const { secondsLeft, waitFor } = useRetryWait()
  const passwordInput = useRef<HTMLInputElement>(null)

  const submit = () => {
    setSubmitted(true)
    if (password === '') return passwordInput.current?.focus()
    if (unlock.isPending || secondsLeft > 0) return undefined
    const onError = (reason: unknown) => {
      waitFor(reason)
      passwordInput.current?.select()
    }
    unlock.mutate(password, { onError })
    return undefined
  }

  // Whose ID it is, is settled here.
  const ownTexts = { invalid_credentials: { what: t('lock.wrongPassword'), next: t('lock.wrongPasswordNext') } }

  return (
    <main className="front-page">
      <section className="front-card" aria-labelledby="lock-title">
        <div className="lock-title">
          <LockClosed24Regular aria-hidden />
          <h1 id="lock-title" className="page-heading">
            {t('lock.title')}
          </h1>
        </div>
        <p>{t('lock.text', { userName: user.userName, loginId: user.loginId })}</p>
        <LockReason />
        <DeskForm onSubmit={submit}>
          <PasswordField
            label={t('label.password')}
            value={password}
            onChange={setPassword}
            autoComplete="current-password"
            takesFocus
            inputRef={passwordInput}
            error={submitted && password === '' ? t('lock.missingPassword') : undefined}
          />
          {unlock.isError && (
            <ErrorNotice reason={unlock.error} ownTexts={ownTexts}>
              {secondsLeft > 0 && (
                <span className="notice-next">{t('error.waitSeconds', { seconds: secondsLeft })}</span>
              )}
            </ErrorNotice>
          )}
          <div className="actions">
            <SubmitButton
              label={t('lock.unlock')}
              pendingLabel={t('lock.pending')}
              pending={unlock.isPending}
              blocked={secondsLeft > 0}
            />
            <Button onClick={() => logOut.mutate()}>{t('shell.logOut')}</Button>
          </div>
        </DeskForm>
        <HelpLink />
      </section>
    </main>
  )
}
