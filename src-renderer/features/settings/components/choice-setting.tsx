import { Field, Radio, RadioGroup } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'

interface ChoiceSettingProps<Value extends string> {
  readonly label: string
  readonly values: readonly Value[]
  readonly value: Value
  readonly isLocked: boolean
  readonly nameOf: (value: Value) => string
  /** Where the names are of another language than the page. */
  readonly languageOf?: (value: Value) => string
  readonly onChange: (value: Value) => void
}

/** One of a few. What the organisation has fixed is shown, with the reason, which belongs to the group for screen readers. */
export function ChoiceSetting<Value extends string>(props: ChoiceSettingProps<Value>) {
  const { t } = useTranslation()
  const { values, isLocked } = props
  return (
    <Field label={props.label} hint={isLocked ? t('settings.locked') : null} className="settings-field">
      <RadioGroup
        layout="horizontal"
        value={props.value}
        disabled={isLocked}
        onChange={(_, data) => {
          const chosen = values.find((known) => known === data.value)
          if (chosen !== undefined) props.onChange(chosen)
        }}
      >
        {values.map((value) => (
          <Radio key={value} value={value} label={props.nameOf(value)} lang={props.languageOf?.(value)} />
        ))}
      </RadioGroup>
    </Field>
  )
}
