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
  readonly onApprove: (verification: Verification) => void
  readonly onRefuse: (verification: Verification) => void
}

/** Who waits for a second person, and what is known of it. Where it is narrow, each row is a block with its own labels. */
export function ApprovalsTable({ verifications, ownUserId, pendingId, onApprove, onRefuse }: ApprovalsTableProps) {
  const { t } = useTranslation()
  const labels = [t('approvals.member'), t('approvals.user'), t('approvals.verified'), t('approvals.until')] as const
  return (
    <div className="table-frame">
      <table className="table approvals-table" aria-label={t('approvals.title')}>
        <thead>
          <tr>
            {[...labels, t('approvals.decision')].map((label) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {verifications.map((verification) => (
            <tr key={verification.verificationId}>
              <FactCells verification={verification} labels={labels} />
              <td>
                {verification.operator.userId === ownUserId ? (
                  <span className="quiet">{t('approvals.own')}</span>
                ) : (
                  <div className="actions">
                    <Button
                      appearance="primary"
                      disabledFocusable={pendingId !== null}
                      aria-label={`${t('approvals.approve')} ${verification.loginId}`}
                      onClick={() => onApprove(verification)}
                    >
                      {t('approvals.approve')}
                    </Button>
                    <Button
                      disabledFocusable={pendingId !== null}
                      aria-haspopup="dialog"
                      aria-label={`${t('approvals.refuse')} ${verification.loginId}`}
                      onClick={() => onRefuse(verification)}
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

interface FactCellsProps {
  readonly verification: Verification
  readonly labels: readonly [member: string, user: string, verified: string, until: string]
}

/** For whom, by whom and until when. Times are of the member’s own zone. */
function FactCells({ verification, labels: [member, user, verified, until] }: FactCellsProps) {
  const { t } = useTranslation()
  const { concludedAt, passExpiresAt, timeZone, note } = verification
  return (
    <>
      <td data-label={member}>
        <div>{verification.memberName}</div>
        <div className="code quiet">{verification.memberId}</div>
      </td>
      <td data-label={user}>
        <div>{verification.userName}</div>
        <div className="code quiet">{verification.loginId}</div>
      </td>
      <td data-label={verified}>
        <div>
          {verification.operator.userName} <span className="code quiet">{verification.operator.loginId}</span>
        </div>
        {concludedAt !== undefined && <ShortTime at={concludedAt} timeZone={timeZone} />}
        {note !== undefined && <div>{t('approvals.note', { note })}</div>}
      </td>
      <td data-label={until}>{passExpiresAt !== undefined && <ShortTime at={passExpiresAt} timeZone={timeZone} />}</td>
    </>
  )
}

function ShortTime({ at, timeZone }: { readonly at: string; readonly timeZone: string }) {
  const language = useLanguage()
  return (
    <time dateTime={at} title={formatInstant(at, timeZone, language)} className="instant">
      {formatShortInstant(at, timeZone, language)}
    </time>
  )
}
