import { Button } from '@fluentui/react-components'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toDeskError } from '../lib/desk.ts'
import { useReauthenticate } from '../lib/use-reauthenticate.ts'
import { useRetryWait } from '../lib/use-retry-wait.ts'
import { DeskForm } from './desk-form.tsx'
import { ErrorNotice } from './error-notice.tsx'
import { ModalDialog } from './modal-dialog.tsx'
import { PasswordField } from './password-field.tsx'
import { SubmitButton } from './submit-button.tsx'

interface ReauthenticateDialogProps {
  /** The password was right: what had been asked for goes on. */
  readonly onDone: () => void
  readonly onCancel: () => void
}

/** Asks for the own password when it was last entered too long ago for what is to be done (P14). */
export function ReauthenticateDialog({ onDone, onCancel }: ReauthenticateDialogProps) {
  const { t } = useTranslation()
  const confirm = useReauthenticate(onDone)
  const [password, setPassword] = useState('')
  const [submitted, setSubmitted] = useState(false)
  const { secondsLeft, waitFor } = useRetryWait()
  const input = useRef<HTMLInputElement>(null)

  const submit = () => {
    setSubmitted(true)
    if (password === '') return input.current?.focus()
    if (confirm.isPending || secondsLeft > 0) return undefined
    const onError = (reason: unknown) => {
      waitFor(reason)
      input.current?.select()
    }
    confirm.mutate(password, { onError })
    return undefined
  }

  // Once it was waited for, there is nothing to be told any more.
  const isWaitOver = toDeskError(confirm.error).retryAfterSeconds !== undefined && secondsLeft === 0
  const ownTexts = { invalid_credentials: { what: t('lock.wrongPassword'), next: t('reauthenticate.wrongNext') } }
  return (
    <ModalDialog kind="form" title={t('reauthenticate.title')} firstFocus={input} onCancel={onCancel}>
      <DeskForm onSubmit={submit}>
        <p>{t('reauthenticate.text')}</p>
        <PasswordField
          label={t('reauthenticate.password')}
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
          inputRef={input}
          error={submitted && password === '' ? t('lock.missingPassword') : undefined}
        />
        {confirm.isError && !isWaitOver && (
          <ErrorNotice reason={confirm.error} ownTexts={ownTexts}>
            {secondsLeft > 0 && <span className="notice-next">{t('error.waitSeconds', { seconds: secondsLeft })}</span>}
          </ErrorNotice>
        )}
        <div className="actions dialog-actions">
          <SubmitButton
            label={t('reauthenticate.submit')}
            pendingLabel={t('reauthenticate.pending')}
            pending={confirm.isPending}
            blocked={secondsLeft > 0}
          />
          <Button onClick={onCancel}>{t('action.cancel')}</Button>
        </div>
      </DeskForm>
    </ModalDialog>
  )
}
