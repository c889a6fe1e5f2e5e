import { Button, Spinner } from '@fluentui/react-components'
import { Warning24Regular } from '@fluentui/react-icons/svg/warning'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../../../src-shared/errors/catalogue.ts'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { ErrorReference } from '../../../components/error-reference.tsx'
import { toDeskError } from '../../../lib/desk.ts'
import { focusOnMount } from '../../../lib/focus-on-mount.ts'
import { useLanguage } from '../../../lib/use-language.ts'

interface UnknownOutcomeProps {
  /** What the last attempt came to; null while one is under way. */
  readonly reason: unknown
  readonly pending: boolean
  readonly onCheck: () => void
}

/** Neither done nor failed: the answer was lost. Never “failed, try again” (U22). */
export function UnknownOutcome({ reason, pending, onCheck }: UnknownOutcomeProps) {
  const { t } = useTranslation()
  const text = errorText('outcome_unknown', useLanguage())
  const last = reason === null ? null : toDeskError(reason)
  return (
    <div className="stack" role="alert">
      <div className="unknown-title">
        <Warning24Regular aria-hidden />
        <h2 className="card-heading">{t('reissue.unknownTitle')}</h2>
      </div>
      <p>
        <strong>{text.what}</strong>
      </p>
      <p>{text.next}</p>
      {last && last.code !== 'outcome_unknown' && <ErrorNotice reason={reason} />}
      <p>{t('reissue.unknownKeep')}</p>
      <div>
        <Button
          ref={focusOnMount}
          appearance="primary"
          disabledFocusable={pending}
          icon={pending ? <Spinner size="tiny" /> : null}
          onClick={onCheck}
        >
          {pending ? t('reissue.unknownPending') : t('reissue.unknownCheck')}
        </Button>
      </div>
      {last?.code === 'outcome_unknown' && <ErrorReference error={last} />}
    </div>
  )
}
