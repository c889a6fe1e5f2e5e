import { Field, Switch } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'

interface SwitchSettingProps {
  readonly label: string
  /** What has to be known before it is switched. */
  readonly hint?: string | undefined
  readonly isOn: boolean
  readonly isLocked: boolean
  readonly onChange: (isOn: boolean) => void
}

/** On or off. */
export function SwitchSetting({ label, hint, isOn, isLocked, onChange }: SwitchSettingProps) {
  const { t } = useTranslation()
  return (
    <Field hint={isLocked ? t('settings.locked') : (hint ?? null)} className="settings-field">
      <Switch label={label} checked={isOn} disabled={isLocked} onChange={(_, data) => onChange(data.checked)} />
    </Field>
  )
}
