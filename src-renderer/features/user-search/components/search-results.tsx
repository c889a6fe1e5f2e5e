import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useAnnounce } from '../../../components/announcer.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { SkeletonRows } from '../../../components/skeleton-rows.tsx'
import { useDelayed } from '../../../lib/use-delayed.ts'
import { conditionFields } from '../../../lib/user-conditions.ts'
import { useUserSearch } from '../api/search-users.ts'
import { ResultsGrid, type ResultsPlaceProps } from './results-grid.tsx'

/** 検索結果: the number of results above and below, and the list between. */
export function SearchResults(props: ResultsPlaceProps) {
  const { t } = useTranslation()
  const announce = useAnnounce()
  const found = useUserSearch(props.search)
  const settled = found.data && !found.isPlaceholderData
  const total = settled ? found.data.pages[0]?.total : undefined
  const countText =
    total === undefined ? undefined : t('search.count', { count: total, total: total.toLocaleString('ja-JP') })
  const slow = useDelayed(!settled && found.isFetching)

  // A new search with the same count is told as well.
  const { turn } = props.search
  useEffect(() => {
    if (countText && turn > 0) announce(countText)
  }, [announce, countText, turn])

  if (found.isError && !found.data) return <ErrorNotice reason={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <SkeletonRows count={6} label={t('search.searching')} />

  const users = found.data.pages.flatMap((page) => page.items)
  const shownTotal = found.data.pages[0]?.total ?? 0
  const searching = slow ? t('search.searching') : ''
  if (total === 0) {
    const conditional = conditionFields.some((field) => props.search.conditions[field].trim() !== '')
    return (
      <section className="results" aria-label={t('search.results')}>
        <p className="result-count">{countText}</p>
        <EmptyState
          title={conditional ? t('search.emptyTitle') : t('search.emptyAll')}
          text={conditional ? t('search.emptyText') : undefined}
        />
      </section>
    )
  }
  return (
    <section className="results" aria-label={t('search.results')}>
      <p className="result-count">{countText ?? searching}</p>
      <ResultsGrid
        {...props}
        users={users}
        total={shownTotal}
        busy={!settled}
        onNeedMore={() => {
          if (found.hasNextPage && !found.isFetching) void found.fetchNextPage()
        }}
      />
      {found.isFetchNextPageError && <ErrorNotice reason={found.error} onRetry={() => void found.fetchNextPage()} />}
      <p className="result-count">{countText ?? searching}</p>
    </section>
  )
}
