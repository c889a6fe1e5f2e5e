// oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events -- a grid of which only some
// rows exist cannot be made of table elements; the grid, which keeps the focus, has the keys
import { memo } from 'react'
import type { ReissueRecord } from '../../../../src-shared/api/reissues.ts'
import { formatInstant, type Language } from '../../../../src-shared/domain/time.ts'
import { formatShortInstant } from '../../../lib/format-short-instant.ts'
import { timeLeft } from '../model/time-left.ts'
import { StateBadge } from '../../../components/state-badge.tsx'
import { reissueStateLooks } from './reissue-state-badge.tsx'
import type { RowWords } from './use-row-words.ts'

interface HistoryRowProps {
  readonly index: number
  /** Pixels from the top of the list. */
  readonly top: number
  /** Absent while its page is still being read. */
  readonly record: ReissueRecord | undefined
  readonly acrossMembers: boolean
  readonly active: boolean
  readonly words: RowWords
  /** By the server’s clock. */
  readonly nowMs: number
  readonly onOpen: (index: number) => void
}

/** Memoised: while the list scrolls, rows that stay are not rendered again. */
export const HistoryRow = memo(function HistoryRow(props: HistoryRowProps) {
  const { index, record, acrossMembers, active, words } = props
  return (
    <div
      role="row"
      id={`history-${index}`}
      aria-rowindex={index + 2}
      aria-selected={active}
      className={active ? 'grid-row history-columns grid-row-active' : 'grid-row history-columns'}
      style={{ transform: `translateY(${props.top}px)` }}
      onClick={() => props.onOpen(index)}
    >
      {record ? (
        <>
          <span role="gridcell" className="cell">
            <Instant at={record.issuedAt} timeZone={record.timeZone} language={words.language} />
          </span>
          <span role="gridcell" className="cell code">
            {record.loginId}
          </span>
          <span role="gridcell" className="cell" title={record.userName}>
            {record.userName}
          </span>
          {acrossMembers && (
            <span role="gridcell" className="cell" title={`${record.memberName} ${record.memberId}`}>
              {record.memberName}
            </span>
          )}
          <span role="gridcell" className="cell" title={`${record.issuedBy.userName} ${record.issuedBy.loginId}`}>
            {record.issuedBy.userName}
          </span>
          <span role="gridcell" className="cell">
            <StateBadge look={reissueStateLooks[record.state]} word={words.states[record.state]} />
          </span>
          <span role="gridcell" className="cell">
            <Validity record={record} nowMs={props.nowMs} words={words} />
          </span>
        </>
      ) : (
        <span role="gridcell" aria-colspan={acrossMembers ? 7 : 6} className="cell quiet row-loading">
          {words.loading}
        </span>
      )}
    </div>
  )
})

interface ValidityProps {
  readonly record: ReissueRecord
  readonly nowMs: number
  readonly words: RowWords
}

/** How long an unused one still works; of the others, until when it did or would have. */
function Validity({ record, nowMs, words }: ValidityProps) {
  const { t, language } = words
  const left = record.state === 'pending' ? timeLeft(record.expiresAt, nowMs) : null
  if (!left) return <Instant at={record.expiresAt} timeZone={record.timeZone} language={language} />
  return (
    <time
      dateTime={record.expiresAt}
      title={formatInstant(record.expiresAt, record.timeZone, language)}
      className="instant"
    >
      {left.unit === 'hours'
        ? t('history.hoursLeft', { count: left.count })
        : t('history.minutesLeft', { count: left.count })}
    </time>
  )
}

interface InstantProps {
  readonly at: string
  readonly timeZone: string
  readonly language: Language
}

/** Of the member’s own zone; the full form, with the zone’s name, is in the tooltip. */
function Instant({ at, timeZone, language }: InstantProps) {
  return (
    <time dateTime={at} title={formatInstant(at, timeZone, language)} className="instant">
      {formatShortInstant(at, timeZone, language)}
    </time>
  )
}
