import { useTranslation } from 'react-i18next'
import type { ReissueRecord } from '../../../../src-shared/api/reissues.ts'
import { formatInstant } from '../../../../src-shared/domain/time.ts'
import { formatShortInstant } from '../../../lib/format-short-instant.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import { ReissueStateBadge } from './reissue-state-badge.tsx'

interface HistoryTableProps {
  readonly records: readonly ReissueRecord[]
  /** Of one member only, its name would be the same in every row. */
  readonly acrossMembers: boolean
}

/** Times are of each member's own zone; the full form, with the zone's name, is in the tooltip. */
export function HistoryTable({ records, acrossMembers }: HistoryTableProps) {
  const { t } = useTranslation()
  return (
    <div className="table-frame">
      <table className="table" aria-label={t('history.title')}>
        <thead>
          <tr>
            <th scope="col">{t('history.issuedAt')}</th>
            <th scope="col">{t('label.loginId')}</th>
            <th scope="col">{t('label.userName')}</th>
            {acrossMembers && <th scope="col">{t('label.memberName')}</th>}
            <th scope="col">{t('history.issuedBy')}</th>
            <th scope="col">{t('label.state')}</th>
            <th scope="col">{t('history.validUntil')}</th>
          </tr>
        </thead>
        <tbody>
          {records.map((record) => (
            <HistoryRow key={record.reissueId} record={record} acrossMembers={acrossMembers} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface HistoryRowProps {
  readonly record: ReissueRecord
  readonly acrossMembers: boolean
}

function HistoryRow({ record, acrossMembers }: HistoryRowProps) {
  const { issuedBy } = record
  return (
    <tr>
      <td>
        <Instant at={record.issuedAt} timeZone={record.timeZone} />
      </td>
      <td className="code">{record.loginId}</td>
      <td className="name-cell" title={record.userName}>
        {record.userName}
      </td>
      {acrossMembers && (
        <td className="name-cell" title={record.memberName}>
          {record.memberName}
        </td>
      )}
      <td className="name-cell" title={`${issuedBy.userName} ${issuedBy.loginId}`}>
        {issuedBy.userName}
      </td>
      <td>
        <ReissueStateBadge state={record.state} />
      </td>
      <td>
        <Instant at={record.expiresAt} timeZone={record.timeZone} />
      </td>
    </tr>
  )
}

function Instant({ at, timeZone }: { readonly at: string; readonly timeZone: string }) {
  const language = useLanguage()
  return (
    <time dateTime={at} title={formatInstant(at, timeZone, language)} className="instant">
      {formatShortInstant(at, timeZone, language)}
    </time>
  )
}
