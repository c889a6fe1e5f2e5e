import { MessageBar, MessageBarBody } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { UserWarning } from '../../../../src-shared/api/users.ts'
import { formatInstant } from '../../../../src-shared/domain/time.ts'
import { useLanguage } from '../../../lib/use-language.ts'

interface TargetWarningsProps {
  readonly warnings: readonly UserWarning[]
  readonly timeZone: string
}

/** What to mind before reissuing, in one notice; a first reissue for somebody is worth knowing, not worth a warning. */
export function TargetWarnings({ warnings, timeZone }: TargetWarningsProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  if (warnings.length === 0) return null
  const harmless = warnings.every((warning) => warning.code === 'never_logged_in')
  const tell = (warning: UserWarning) => {
    if (warning.code === 'reissued_recently') return t('reissue.warning.reissued_recently', { count: warning.count })
    if (warning.code === 'contact_changed_lately') {
      return t('reissue.warning.contact_changed_lately', { at: formatInstant(warning.at, timeZone, language) })
    }
    if (warning.code === 'refused_lately') {
      const { count, suspicious } = warning
      return t(suspicious ? 'reissue.warning.suspicious_lately' : 'reissue.warning.refused_lately', { count })
    }
    if (warning.code === 'member_refused_lately') {
      return t('reissue.warning.member_refused_lately', { count: warning.count })
    }
    return t('reissue.warning.never_logged_in')
  }
  return (
    <MessageBar intent={harmless ? 'info' : 'warning'} layout="multiline" className="notice">
      <MessageBarBody>
        <ul>
          {warnings.map((warning) => (
            <li key={warning.code}>{tell(warning)}</li>
          ))}
        </ul>
      </MessageBarBody>
    </MessageBar>
  )
}
