import { CloudOff16Regular } from '@fluentui/react-icons/svg/cloud-off'
import { useTranslation } from 'react-i18next'
import { StateBadge } from '../../../components/state-badge.tsx'
import { formatZonedClock } from '../../../lib/format-clock.ts'
import { useLanguage } from '../../../lib/use-language.ts'

interface OfflineNoticeProps {
  readonly asOf: string
  /** The zone of the entries below: theirs and this time are to be compared. */
  readonly timeZone: string
}

/** Above a history that is not the server’s word of this moment: as of when it is, and what that means. Read out politely. */
export function OfflineNotice({ asOf, timeZone }: OfflineNoticeProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <output className="offline-notice">
      <StateBadge
        look={{ color: 'warning', icon: <CloudOff16Regular /> }}
        word={t('history.offline', { at: formatZonedClock(asOf, language, timeZone) })}
      />
      <span>{t('history.offlineText')}</span>
    </output>
  )
}
