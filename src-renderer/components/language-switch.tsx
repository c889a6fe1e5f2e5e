import { useTranslation } from 'react-i18next'
import { languages } from '../../src-shared/ipc/settings-choices.ts'
import { useDeskState } from '../lib/desk-state.tsx'
import { useUpdateSettings } from '../lib/use-update-settings.ts'

/** 日本語 | English, on the screens that have no way to the settings. */
export function LanguageSwitch() {
  const { t } = useTranslation()
  const { settings, settingsView } = useDeskState()
  const update = useUpdateSettings()
  if (settingsView.locked.includes('language')) return null
  return (
    <fieldset className="language-switch" aria-label={t('shell.language')}>
      {languages.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          className="language"
          aria-pressed={settings.language === language}
          onClick={() => update.mutate({ language })}
        >
          {t(`languageName.${language}`)}
        </button>
      ))}
    </fieldset>
  )
}
