import { useTranslation } from 'react-i18next'
import type { SettingName, Settings } from '../../../../src-shared/ipc/settings-schema.ts'
import { NumberSetting } from './number-setting.tsx'
import { SwitchSetting } from './switch-setting.tsx'

interface SafetySettingsProps {
  readonly settings: Settings
  readonly isLocked: (name: SettingName) => boolean
  readonly onChange: (change: Partial<Settings>) => void
}

/** What keeps others from seeing what is here: the lock, the clipboard, the cover. */
export function SafetySettings({ settings, isLocked, onChange }: SafetySettingsProps) {
  const { t } = useTranslation()
  return (
    <div className="settings-fields">
      <NumberSetting
        label={t('settings.autoLockMinutes')}
        value={settings.autoLockMinutes}
        min={1}
        max={60}
        isLocked={isLocked('autoLockMinutes')}
        onChange={(autoLockMinutes) => onChange({ autoLockMinutes })}
      />
      <NumberSetting
        label={t('settings.clipboardSeconds')}
        value={settings.clipboardSeconds}
        min={10}
        max={300}
        isLocked={isLocked('clipboardSeconds')}
        onChange={(clipboardSeconds) => onChange({ clipboardSeconds })}
      />
      <SwitchSetting
        label={t('settings.hideOnBlur')}
        isOn={settings.hideOnBlur}
        isLocked={isLocked('hideOnBlur')}
        onChange={(hideOnBlur) => onChange({ hideOnBlur })}
      />
    </div>
  )
}
