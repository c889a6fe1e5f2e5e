import { Button, Field, Input } from '@fluentui/react-components'
import { Eye20Regular } from '@fluentui/react-icons/svg/eye'
import { EyeOff20Regular } from '@fluentui/react-icons/svg/eye-off'
import { KeyboardShift20Regular } from '@fluentui/react-icons/svg/keyboard-shift'
import { useState, type KeyboardEvent, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'

interface PasswordFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly autoComplete: 'current-password' | 'new-password'
  readonly error?: string | undefined
  readonly hint?: string | undefined
  /** Whether it has the focus when the screen appears. */
  readonly takesFocus?: boolean
  readonly inputRef?: RefObject<HTMLInputElement | null>
  readonly onLeave?: () => void
}

/** A password: hidden until asked for, with a hint for Caps Lock. Pasting and password managers work (SC 3.3.8). */
export function PasswordField(props: PasswordFieldProps) {
  const { t } = useTranslation()
  const [shown, setShown] = useState(false)
  const [register] = useState(() => (element: HTMLInputElement | null) => {
    if (props.inputRef) props.inputRef.current = element
    if (props.takesFocus) element?.focus()
  })
  const [capsLock, setCapsLock] = useState(false)
  const watchCapsLock = (event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'))
  return (
    <Field
      label={props.label}
      validationMessage={props.error ?? null}
      validationState={props.error ? 'error' : 'none'}
      hint={capsLock ? { children: <CapsLockHint text={t('capsLock')} />, role: 'status' } : (props.hint ?? null)}
    >
      <Input
        ref={register}
        type={shown ? 'text' : 'password'}
        className={shown ? 'code' : ''}
        value={props.value}
        onChange={(_, data) => props.onChange(data.value)}
        onKeyDown={watchCapsLock}
        onKeyUp={watchCapsLock}
        onBlur={props.onLeave}
        autoComplete={props.autoComplete}
        autoCapitalize="off"
        spellCheck={false}
        maxLength={1024}
        contentAfter={
          <Button
            size="small"
            appearance="transparent"
            icon={shown ? <EyeOff20Regular /> : <Eye20Regular />}
            aria-label={shown ? t('action.hideTyped') : t('action.showTyped')}
            onClick={() => setShown(!shown)}
          />
        }
      />
    </Field>
  )
}

function CapsLockHint({ text }: { readonly text: string }) {
  return (
    <span className="caps-lock">
      <KeyboardShift20Regular aria-hidden />
      {text}
    </span>
  )
}
