import { useTranslation } from 'react-i18next'
import { NumberSetting } from './number-setting.tsx'
import { SwitchSetting } from './switch-setting.tsx'

/** Where the own choice begins. */
const firstLength = 16

interface LengthSettingProps {
  /** Null: as the organisation has it. */
  readonly value: number | null
  readonly isLocked: boolean
  readonly onChange: (value: number | null) => void
}

/** How long suggested passwords are: as the organisation has it, or a number of one’s own; the server’s limits hold anyway. */
export function LengthSetting({ value, isLocked, onChange }: LengthSettingProps) {
  const { t } = useTranslation()
  return (
    <>
      <SwitchSetting
        label={t('settings.ownLength')}
        hint={value === null ? t('settings.organisationLength') : undefined}
        isOn={value !== null}
        isLocked={isLocked}
        onChange={(isOn) => onChange(isOn ? firstLength : null)}
      />
      {value !== null && (
        <NumberSetting
          label={t('settings.passwordLength')}
          value={value}
          min={10}
          max={32}
          isLocked={isLocked}
          onChange={onChange}
        />
      )}
    </>
  )
}
