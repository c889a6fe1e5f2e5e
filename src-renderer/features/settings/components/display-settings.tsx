import { useTranslation } from 'react-i18next'
import { densities, languages, themes } from '../../../../src-shared/ipc/settings-choices.ts'
import type { SettingName, Settings } from '../../../../src-shared/ipc/settings-schema.ts'
import { ChoiceSetting } from './choice-setting.tsx'

interface DisplaySettingsProps {
  readonly settings: Settings
  readonly isLocked: (name: SettingName) => boolean
  /** For what is seen at once, and needs no word about it. */
  readonly onShown: (change: Partial<Settings>) => void
  readonly onChange: (change: Partial<Settings>) => void
}

/** How the app looks. */
export function DisplaySettings({ settings, isLocked, onShown, onChange }: DisplaySettingsProps) {
  const { t } = useTranslation()
  return (
    <div className="settings-fields">
      <ChoiceSetting
        label={t('settings.language')}
        values={languages}
        value={settings.language}
        isLocked={isLocked('language')}
        nameOf={(language) => t(`languageName.${language}`)}
        languageOf={(language) => language}
        onChange={(language) => onShown({ language })}
      />
      <ChoiceSetting
        label={t('settings.theme')}
        values={themes}
        value={settings.theme}
        isLocked={isLocked('theme')}
        nameOf={(theme) => t(`settings.themes.${theme}`)}
        onChange={(theme) => onShown({ theme })}
      />
      <ChoiceSetting
        label={t('settings.density')}
        values={densities}
        value={settings.density}
        isLocked={isLocked('density')}
        nameOf={(density) => t(`settings.densities.${density}`)}
        onChange={(density) => onChange({ density })}
      />
    </div>
  )
}
