import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReissueRecord } from '../../../../src-shared/api/reissues.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { SkeletonRows } from '../../../components/skeleton-rows.tsx'
import { useReissues } from '../api/list-reissues.ts'
import type { HistoryConditions } from '../model/history-conditions.ts'
import { HistoryGrid } from './history-grid.tsx'
import { OfflineNotice } from './offline-notice.tsx'

interface HistoryListProps {
  readonly conditions: HistoryConditions | undefined
  readonly isNarrowed: boolean
  readonly acrossMembers: boolean
  readonly onOpen: (record: ReissueRecord) => void
}

/** Of this PC, where there are no entries to go by. */
const { timeZone: ownTimeZone } = Intl.DateTimeFormat().resolvedOptions()

/** The list in each of its states: being read, read in part, empty, kept from before, not to be read (U23). */
export function HistoryList({ conditions, isNarrowed, acrossMembers, onOpen }: HistoryListProps) {
  const { t } = useTranslation()
  const { reissues, isReachable } = useReissues(conditions)
  const pages = reissues.data?.pages ?? []
  const records = pages.flatMap((page) => page.items)
  const total = pages[0]?.total
  const asOf = pages[0]?.asOf ?? null
  // Of the entries, also while a filter leaves none of them.
  const [timeZone, setTimeZone] = useState(ownTimeZone)
  const rowsTimeZone = records[0]?.timeZone ?? timeZone
  if (rowsTimeZone !== timeZone) setTimeZone(rowsTimeZone)
  const isNothingKept = reissues.isError && records.length === 0 && !isReachable
  const isPartial = reissues.isFetchNextPageError && total !== undefined

  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = reissues
  const readOn = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage])

  return (
    <>
      {asOf !== null && <OfflineNotice asOf={asOf} timeZone={timeZone} />}
      {reissues.isPending && conditions !== undefined && <SkeletonRows count={6} label={t('history.loading')} />}
      {total !== undefined && (
        <output className="result-count">
          {t('history.count', { count: total, total: total.toLocaleString('ja-JP') })}
        </output>
      )}
      {total === 0 && <NothingFound isNarrowed={isNarrowed} isKept={asOf !== null} />}
      {total !== undefined && total > 0 && (
        <HistoryGrid
          records={records}
          total={total}
          acrossMembers={acrossMembers}
          busy={reissues.isPlaceholderData}
          conditions={conditions ?? {}}
          onNeedMore={readOn}
          onOpen={onOpen}
        />
      )}
      {isNothingKept && <EmptyState title={t('history.nothingKept')} text={t('history.nothingKeptText')} />}
      {isPartial && (
        <ErrorNotice reason={reissues.error} onRetry={() => void fetchNextPage()}>
          {t('history.partial', {
            total: total.toLocaleString('ja-JP'),
            read: records.length.toLocaleString('ja-JP'),
          })}
        </ErrorNotice>
      )}
      {reissues.isError && !isNothingKept && !isPartial && (
        <ErrorNotice reason={reissues.error} onRetry={() => void reissues.refetch()} />
      )}
    </>
  )
}

interface NothingFoundProps {
  readonly isNarrowed: boolean
  /** From what is kept for review, without the server. */
  readonly isKept: boolean
}

function NothingFound({ isNarrowed, isKept }: NothingFoundProps) {
  const { t } = useTranslation()
  if (isNarrowed) return <EmptyState title={t('history.noMatch')} text={t('history.noMatchText')} />
  if (isKept) return <EmptyState title={t('history.keptEmptyTitle')} text={t('history.keptEmptyText')} />
  return <EmptyState title={t('history.emptyTitle')} text={t('history.emptyText')} />
}
