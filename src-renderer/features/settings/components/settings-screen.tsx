import { MessageBar, MessageBarBody } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { densities, languages, themes } from '../../../../src-shared/ipc/settings-choices.ts'
import type { SettingName } from '../../../../src-shared/ipc/settings-schema.ts'
import { useAnnounce } from '../../../components/announcer.tsx'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { PageHeading } from '../../../components/page-heading.tsx'
import { useDeskState } from '../../../lib/desk-state.tsx'
import { useUpdateSettings } from '../../../lib/use-update-settings.ts'
import { AboutCard } from './about-card.tsx'
import { ChoiceSetting } from './choice-setting.tsx'
import { DiagnosticsCard } from './diagnostics-card.tsx'
import { HandoverSettings } from './handover-settings.tsx'
import { NumberSetting } from './number-setting.tsx'
import { StorageCard } from './storage-card.tsx'

/** 設定: what a person may choose, the server (`serverCard`, another feature’s), what is kept here, and what this app is. */
export function SettingsScreen({ serverCard }: { readonly serverCard: ReactNode }) {
  const { t } = useTranslation()
  const { settings, settingsView, info } = useDeskState()
  const announce = useAnnounce()
  const update = useUpdateSettings()
  const isLocked = (name: SettingName) => settingsView.locked.includes(name)
  const save = (change: Parameters<typeof update.mutate>[0]) =>
    update.mutate(change, { onSuccess: () => announce(t('settings.saved')) })
  return (
    <section className="stack narrow">
      <PageHeading>{t('settings.title')}</PageHeading>
      {settingsView.hasUnreadableRules && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{t('settings.unreadableRules')}</MessageBarBody>
        </MessageBar>
      )}
      <ChoiceSetting
        label={t('settings.language')}
        values={languages}
        value={settings.language}
        isLocked={isLocked('language')}
        nameOf={(language) => t(`languageName.${language}`)}
        languageOf={(language) => language}
        onChange={(language) => update.mutate({ language })}
      />
      <ChoiceSetting
        label={t('settings.theme')}
        values={themes}
        value={settings.theme}
        isLocked={isLocked('theme')}
        nameOf={(theme) => t(`settings.themes.${theme}`)}
        onChange={(theme) => update.mutate({ theme })}
      />
      <ChoiceSetting
        label={t('settings.density')}
        values={densities}
        value={settings.density}
        isLocked={isLocked('density')}
        nameOf={(density) => t(`settings.densities.${density}`)}
        onChange={(density) => save({ density })}
      />
      <NumberSetting
        label={t('settings.autoLockMinutes')}
        value={settings.autoLockMinutes}
        min={1}
        max={60}
        isLocked={isLocked('autoLockMinutes')}
        onChange={(autoLockMinutes) => save({ autoLockMinutes })}
      />
      <HandoverSettings settings={settings} isLocked={isLocked} onChange={save} />
      {update.isError && <ErrorNotice reason={update.error} />}
      {serverCard}
      <StorageCard />
      <DiagnosticsCard />
      <AboutCard info={info} />
    </section>
  )
}
