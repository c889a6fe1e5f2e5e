import { useTranslation } from 'react-i18next'
import type { ReissueRecord } from '../../../../src-shared/api/reissues.ts'
import { formatInstant } from '../../../../src-shared/domain/time.ts'
import { formatShortInstant } from '../../../lib/format-short-instant.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import { ReissueStateBadge } from './reissue-state-badge.tsx'

/** Times are of each member's own zone; the full form, with the zone's name, is in the tooltip. */
export function HistoryTable({ records }: { readonly records: readonly ReissueRecord[] }) {
  const { t } = useTranslation()
  return (
    <div className="table-frame">
      <table className="table" aria-label={t('history.title')}>
        <thead>
          <tr>
            <th scope="col">{t('history.issuedAt')}</th>
            <th scope="col">{t('label.loginId')}</th>
            <th scope="col">{t('label.userName')}</th>
            <th scope="col">{t('label.memberName')}</th>
            <th scope="col">{t('history.issuedBy')}</th>
            <th scope="col">{t('history.validUntil')}</th>
            <th scope="col">{t('label.state')}</th>
          </tr>
        </thead>
        <tbody>
          {records.map((record) => (
            <HistoryRow key={record.reissueId} record={record} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function HistoryRow({ record }: { readonly record: ReissueRecord }) {
  return (
    <tr>
      <td>
        <Instant at={record.issuedAt} timeZone={record.timeZone} />
      </td>
      <td className="code">{record.loginId}</td>
      <td>{record.userName}</td>
      <td>{record.memberName}</td>
      <td title={record.issuedBy.loginId}>{record.issuedBy.userName}</td>
      <td>
        <Instant at={record.expiresAt} timeZone={record.timeZone} />
      </td>
      <td>
        <ReissueStateBadge state={record.state} />
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
