import { Field, Input } from '@fluentui/react-components'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DeskForm } from '../../../components/desk-form.tsx'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { PasswordField } from '../../../components/password-field.tsx'
import { SubmitButton } from '../../../components/submit-button.tsx'
import { focusOnMount } from '../../../lib/focus-on-mount.ts'
import { useRetryWait } from '../../../lib/use-retry-wait.ts'
import { useLogIn } from '../api/log-in.ts'
import { toTypedId } from '../model/typed-id.ts'

interface LoginFormProps {
  readonly loginId: string
  readonly password: string
  readonly onLoginId: (value: string) => void
  readonly onPassword: (value: string) => void
}

export function LoginForm({ loginId, password, onLoginId, onPassword }: LoginFormProps) {
  const { t } = useTranslation()
  const logIn = useLogIn()
  const [submitted, setSubmitted] = useState(false)
  const { secondsLeft, waitFor } = useRetryWait()
  const passwordInput = useRef<HTMLInputElement>(null)
  const typedId = toTypedId(loginId)

  const submit = () => {
    setSubmitted(true)
    if (typedId === '' || password === '' || logIn.isPending || secondsLeft > 0) return
    const onError = (reason: unknown) => {
      waitFor(reason)
      passwordInput.current?.select()
    }
    logIn.mutate({ loginId: typedId, password }, { onError })
  }

  return (
    <DeskForm onSubmit={submit}>
      <Field
        label={t('label.loginId')}
        validationMessage={submitted && typedId === '' ? t('login.missingLoginId') : null}
      >
        <Input
          ref={focusOnMount}
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
      />
    </DeskForm>
  )
}
