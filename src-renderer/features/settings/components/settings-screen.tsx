import { Field, Radio, RadioGroup } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { PageHeading } from '../../../components/page-heading.tsx'
import { useDeskState } from '../../../lib/desk-state.tsx'
import { useUpdateSettings } from '../../../lib/use-update-settings.ts'
import { AboutCard } from './about-card.tsx'

const languages = ['ja', 'en'] as const
const themes = ['system', 'light', 'dark'] as const

/** 設定: language and colours, and what this app is. */
export function SettingsScreen() {
  const { t } = useTranslation()
  const { settings, info } = useDeskState()
  const update = useUpdateSettings()
  return (
    <section className="stack narrow">
      <PageHeading>{t('settings.title')}</PageHeading>
      <Field label={t('settings.language')} className="settings-field">
        <RadioGroup
          value={settings.language}
          onChange={(_, data) => {
            const language = languages.find((known) => known === data.value)
            if (language) update.mutate({ language })
          }}
        >
          {languages.map((language) => (
            <Radio key={language} value={language} label={t(`languageName.${language}`)} lang={language} />
          ))}
        </RadioGroup>
      </Field>
      <Field label={t('settings.theme')} className="settings-field">
        <RadioGroup
          value={settings.theme}
          onChange={(_, data) => {
            const theme = themes.find((known) => known === data.value)
            if (theme) update.mutate({ theme })
          }}
        >
          {themes.map((theme) => (
            <Radio key={theme} value={theme} label={t(`settings.themes.${theme}`)} />
          ))}
        </RadioGroup>
      </Field>
      {update.isError && <ErrorNotice reason={update.error} />}
      <AboutCard info={info} />
    </section>
  )
}
