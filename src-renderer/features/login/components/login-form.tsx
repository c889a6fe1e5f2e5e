import { Field, Input } from '@fluentui/react-components'
import { useEffect, useRef, useState, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { DeskForm } from '../../../components/desk-form.tsx'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { PasswordField } from '../../../components/password-field.tsx'
import { SubmitButton } from '../../../components/submit-button.tsx'
import { useResetOnReconnect } from '../../../components/use-reset-on-reconnect.ts'
import { useRetryWait } from '../../../lib/use-retry-wait.ts'
import { useLogIn } from '../api/log-in.ts'
import { toTypedId } from '../model/typed-id.ts'

interface LoginFormProps {
  readonly loginId: string
  readonly password: string
  readonly onLoginId: (value: string) => void
  readonly onPassword: (value: string) => void
  readonly submitRef: RefObject<HTMLButtonElement | null>
}

export function LoginForm({ loginId, password, onLoginId, onPassword, submitRef }: LoginFormProps) {
  const { t } = useTranslation()
  const logIn = useLogIn()
  useResetOnReconnect(logIn)
  const [submitted, setSubmitted] = useState(false)
  const { secondsLeft, waitFor } = useRetryWait()
  const loginIdInput = useRef<HTMLInputElement>(null)
  const passwordInput = useRef<HTMLInputElement>(null)
  const typedId = toTypedId(loginId)
  useEffect(() => loginIdInput.current?.focus(), [])

  const submit = () => {
    setSubmitted(true)
    if (typedId === '') return loginIdInput.current?.focus()
    if (password === '') return passwordInput.current?.focus()
    if (logIn.isPending || secondsLeft > 0) return undefined
    const onError = (reason: unknown) => {
      waitFor(reason)
      passwordInput.current?.select()
    }
    logIn.mutate({ loginId: typedId, password }, { onError })
    return undefined
  }

  return (
    <DeskForm onSubmit={submit}>
      <Field
        label={t('label.loginId')}
        validationMessage={submitted && typedId === '' ? t('login.missingLoginId') : null}
      >
        <Input
          ref={(element: HTMLInputElement | null) => void (loginIdInput.current = element)}
          className="code"
          value={loginId}
          onChange={(_, data) => onLoginId(data.value)}
          autoComplete="username"
          autoCapitalize="off"
          spellCheck={false}
          inputMode="email"
          maxLength={64}
        />
      </Field>
      <PasswordField
        label={t('label.password')}
        value={password}
        onChange={onPassword}
        autoComplete="current-password"
        inputRef={passwordInput}
        error={submitted && password === '' ? t('login.missingPassword') : undefined}
      />
      {logIn.isError && (
        <ErrorNotice reason={logIn.error}>
          {secondsLeft > 0 && <span className="notice-next">{t('error.waitSeconds', { seconds: secondsLeft })}</span>}
        </ErrorNotice>
      )}
      <SubmitButton
        label={t('login.submit')}
        pendingLabel={t('login.pending')}
        pending={logIn.isPending}
        blocked={secondsLeft > 0}
        wide
        buttonRef={submitRef}
      />
      {/* The error says it as well. */}
      {!logIn.isError && <p className="quiet">{t('login.forgotten')}</p>}
    </DeskForm>
  )
}
