import { Field, SpinButton } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readTypedNumber } from '../model/typed-number.ts'

interface NumberSettingProps {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly isLocked: boolean
  readonly onChange: (value: number) => void
}

/** A whole number, saved when it is committed. What cannot be stays as it was typed, with the reason. */
export function NumberSetting({ label, value, min, max, isLocked, onChange }: NumberSettingProps) {
  const { t } = useTranslation()
  const [refused, setRefused] = useState<string>()

  const commit = (typed: string) => {
    const next = readTypedNumber(typed, min, max)
    setRefused(next === undefined ? typed : undefined)
    if (next !== undefined && next !== value) onChange(next)
  }
  return (
    <Field
      label={label}
      hint={isLocked ? t('settings.locked') : null}
      validationMessage={refused === undefined ? null : t('settings.outOfRange', { min, max })}
      className="settings-field"
    >
      <SpinButton
        className="settings-number"
        value={value}
        {...(refused === undefined ? {} : { displayValue: refused })}
        min={min}
        max={max}
        stepPage={10}
        disabled={isLocked}
        // Typing begins anew: what was refused must not come back when the number is right again.
        input={{ inputMode: 'numeric', onChange: () => setRefused(undefined) }}
        incrementButton={{ 'aria-label': t('settings.increase') }}
        decrementButton={{ 'aria-label': t('settings.decrease') }}
        onChange={(_, data) => commit(data.displayValue ?? String(data.value))}
      />
    </Field>
  )
}
