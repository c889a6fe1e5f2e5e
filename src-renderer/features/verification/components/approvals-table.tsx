import { Button } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { Verification } from '../../../../src-shared/api/verifications.ts'
import { formatInstant } from '../../../../src-shared/domain/time.ts'
import { formatShortInstant } from '../../../lib/format-short-instant.ts'
import { useLanguage } from '../../../lib/use-language.ts'

interface ApprovalsTableProps {
  readonly verifications: readonly Verification[]
  readonly ownUserId: string
  readonly pendingId: string | null
  readonly onDecide: (verification: Verification, decision: 'approve' | 'refuse') => void
}

/** Times are of each member’s own zone. */
export function ApprovalsTable({ verifications, ownUserId, pendingId, onDecide }: ApprovalsTableProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <div className="table-frame">
      <table className="table" aria-label={t('approvals.title')}>
        <thead>
          <tr>
            <th scope="col">{t('label.memberName')}</th>
            <th scope="col">{t('label.loginId')}</th>
            <th scope="col">{t('label.userName')}</th>
            <th scope="col">{t('approvals.operator')}</th>
            <th scope="col">{t('approvals.until')}</th>
            <th scope="col">{t('approvals.decision')}</th>
          </tr>
        </thead>
        <tbody>
          {verifications.map((verification) => (
            <tr key={verification.verificationId}>
              <td className="name-cell" title={verification.memberName}>
                {verification.memberName}
              </td>
              <td className="code">{verification.loginId}</td>
              <td className="name-cell" title={verification.userName}>
                {verification.userName}
              </td>
              <td className="name-cell" title={`${verification.operator.userName} ${verification.operator.loginId}`}>
                {verification.operator.userName}
              </td>
              <td>
                {verification.passExpiresAt && (
                  <time
                    dateTime={verification.passExpiresAt}
                    title={formatInstant(verification.passExpiresAt, verification.timeZone, language)}
                    className="instant"
                  >
                    {formatShortInstant(verification.passExpiresAt, verification.timeZone, language)}
                  </time>
                )}
              </td>
              <td>
                {verification.operator.userId === ownUserId ? (
                  <span className="quiet">{t('approvals.own')}</span>
                ) : (
                  <div className="actions">
                    <Button
                      appearance="primary"
                      disabledFocusable={pendingId !== null}
                      aria-label={`${t('approvals.approve')} ${verification.loginId}`}
                      onClick={() => onDecide(verification, 'approve')}
                    >
                      {t('approvals.approve')}
                    </Button>
                    <Button
                      disabledFocusable={pendingId !== null}
                      aria-label={`${t('approvals.refuse')} ${verification.loginId}`}
                      onClick={() => onDecide(verification, 'refuse')}
                    >
                      {t('approvals.refuse')}
                    </Button>
                  </div>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
