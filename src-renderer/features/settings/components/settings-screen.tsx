import { MessageBar, MessageBarBody } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SettingName } from '../../../../src-shared/ipc/settings-schema.ts'
import { useAnnounce } from '../../../components/announcer.tsx'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { PageHeading } from '../../../components/page-heading.tsx'
import { useDeskState } from '../../../lib/desk-state.tsx'
import { useUpdateSettings } from '../../../lib/use-update-settings.ts'
import { AboutCard } from './about-card.tsx'
import { DiagnosticsCard } from './diagnostics-card.tsx'
import { DisplaySettings } from './display-settings.tsx'
import { HandoverSettings } from './handover-settings.tsx'
import { SafetySettings } from './safety-settings.tsx'
import { SettingsGroup } from './settings-group.tsx'
import { StorageCard } from './storage-card.tsx'

/** 設定, in groups: how it looks, safety, temporary passwords, and this PC, with the server (`serverCard`, another feature’s). */
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
      <SettingsGroup title={t('settings.groups.display')}>
        <DisplaySettings
          settings={settings}
          isLocked={isLocked}
          onShown={(change) => update.mutate(change)}
          onChange={save}
        />
      </SettingsGroup>
      <SettingsGroup title={t('settings.groups.safety')}>
        <SafetySettings settings={settings} isLocked={isLocked} onChange={save} />
      </SettingsGroup>
      <SettingsGroup title={t('settings.groups.temporaryPasswords')}>
        <HandoverSettings settings={settings} isLocked={isLocked} onChange={save} />
      </SettingsGroup>
      {update.isError && <ErrorNotice reason={update.error} />}
      <SettingsGroup title={t('settings.groups.thisPc')}>
        {serverCard}
        <StorageCard />
        <DiagnosticsCard />
        <AboutCard info={info} />
      </SettingsGroup>
    </section>
  )
}
