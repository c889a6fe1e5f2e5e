import { MessageBar, MessageBarBody } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { UserWarning } from '../../../../src-shared/api/users.ts'

/** What to mind before reissuing, in one notice; a first reissue for somebody is worth knowing, not worth a warning. */
export function TargetWarnings({ warnings }: { readonly warnings: readonly UserWarning[] }) {
  const { t } = useTranslation()
  if (warnings.length === 0) return null
  const harmless = warnings.every((warning) => warning.code === 'never_logged_in')
  const tell = (warning: UserWarning) =>
    warning.code === 'reissued_recently'
      ? t('reissue.warning.reissued_recently', { count: warning.count })
      : t('reissue.warning.never_logged_in')
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
