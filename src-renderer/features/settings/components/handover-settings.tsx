import { useTranslation } from 'react-i18next'
import { verbalAlphabets } from '../../../../src-shared/ipc/settings-choices.ts'
import type { SettingName, Settings } from '../../../../src-shared/ipc/settings-schema.ts'
import { ChoiceSetting } from './choice-setting.tsx'
import { LengthSetting } from './length-setting.tsx'
import { SwitchSetting } from './switch-setting.tsx'

interface HandoverSettingsProps {
  readonly settings: Settings
  readonly isLocked: (name: SettingName) => boolean
  readonly onChange: (change: Partial<Settings>) => void
}

/** What concerns a temporary password: how it is made and read out. */
export function HandoverSettings({ settings, isLocked, onChange }: HandoverSettingsProps) {
  const { t } = useTranslation()
  return (
    <div className="settings-fields">
      <LengthSetting
        value={settings.passwordLength}
        isLocked={isLocked('passwordLength')}
        onChange={(passwordLength) => onChange({ passwordLength })}
      />
      <ChoiceSetting
        label={t('settings.verbalAlphabet')}
        values={verbalAlphabets}
        value={settings.verbalAlphabet}
        isLocked={isLocked('verbalAlphabet')}
        nameOf={(alphabet) => t(`phone.alphabets.${alphabet}`)}
        onChange={(verbalAlphabet) => onChange({ verbalAlphabet })}
      />
      <SwitchSetting
        label={t('settings.speaksAloud')}
        hint={t('settings.speaksAloudHint')}
        isOn={settings.speaksAloud}
        isLocked={isLocked('speaksAloud')}
        onChange={(speaksAloud) => onChange({ speaksAloud })}
      />
    </div>
  )
}
