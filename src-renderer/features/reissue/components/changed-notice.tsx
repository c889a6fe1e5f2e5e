import { Button } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../../../components/error-notice.tsx'

interface ChangedNoticeProps {
  readonly reason: unknown
  readonly onBack: () => void
}

/** Refused, and changed all the same: the password of before is gone. Nothing can be tried again here at once. */
export function ChangedNotice({ reason, onBack }: ChangedNoticeProps) {
  const { t } = useTranslation()
  return (
    <>
      <h2 className="card-heading">{t('directory.changedTitle')}</h2>
      <ErrorNotice reason={reason} />
      <div>
        <Button onClick={onBack}>{t('action.back')}</Button>
      </div>
    </>
  )
}
