import { useTranslation } from 'react-i18next'
import type { Verification } from '../../../../src-shared/api/verifications.ts'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { TargetFacts } from '../../../components/target-facts.tsx'

interface RefuseQuestionProps {
  readonly verification: Verification
  readonly pending: boolean
  /** Why it could not be recorded; null while nothing failed. */
  readonly failure: unknown
  readonly onConfirm: () => void
  readonly onCancel: () => void
}

/** 承認しない is final, and asks once; it stays open until it is recorded (U17). */
export function RefuseQuestion({ verification, pending, failure, onConfirm, onCancel }: RefuseQuestionProps) {
  const { t } = useTranslation()
  const { operator } = verification
  return (
    <ConfirmDialog
      open
      title={t('approvals.refuseTitle')}
      confirmLabel={t('approvals.refuse')}
      pendingLabel={pending ? t('approvals.refusing') : undefined}
      cancelLabel={t('action.cancel')}
      onConfirm={onConfirm}
      onCancel={onCancel}
    >
      <TargetFacts target={verification}>
        <dt>{t('approvals.operator')}</dt>
        <dd>
          {operator.userName} <span className="code quiet">{operator.loginId}</span>
        </dd>
      </TargetFacts>
      <p>{t('approvals.refuseText')}</p>
      {failure !== null && <ErrorNotice reason={failure} />}
    </ConfirmDialog>
  )
}
