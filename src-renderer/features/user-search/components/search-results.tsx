import { Activity, useEffect, useEffectEvent, useState, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { useAnnounce } from '../../../components/announcer.tsx'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { SkeletonRows } from '../../../components/skeleton-rows.tsx'
import { useResetOnReconnect } from '../../../components/use-reset-on-reconnect.ts'
import { useDelayed } from '../../../lib/use-delayed.ts'
import { useReadOn } from '../api/read-on.ts'
import { useUserSearch } from '../api/search-users.ts'
import type { UserConditions } from '../../../lib/user-conditions.ts'
import { isExactHit } from '../model/exact-hit.ts'
import { createResultRows, type ResultRows } from '../model/result-rows.ts'
import { EmptyResults } from './empty-results.tsx'
import { ListOptions } from './list-options.tsx'
import { ResultsGrid, type ResultsPlaceProps } from './results-grid.tsx'

/** As many as may be in sight. */
const preparedRows = 50

interface SearchResultsProps extends ResultsPlaceProps {
  /** Whether the list is made, hidden, before there is anything in it. */
  readonly prepares: boolean
  /** 検索 was pressed for this search just now: a single exact hit opens at once. */
  readonly opensExactHit: boolean
  readonly acrossMembers: boolean
  /** When a condition was last typed, by `performance.now()`. */
  readonly typedAt: RefObject<number>
  readonly onSearchFor: (conditions: UserConditions) => void
}

/** 検索結果: the number of results above and below, and the list between. */
export function SearchResults(props: SearchResultsProps) {
  const { t } = useTranslation()
  const { search, opensExactHit, onOpenUser } = props
  const found = useUserSearch(search)
  const [noRows] = useState(() => createResultRows({ items: [], total: preparedRows, nextCursor: null }))
  const isSettled = found.data !== undefined && !found.isPlaceholderData
  const single = isSettled && found.data.total === 1 ? found.data.rowAt(0) : undefined
  const hitId = opensExactHit && single && isExactHit(search.conditions, single) ? single.userId : null
  const openHit = useEffectEvent(onOpenUser)
  useEffect(() => {
    if (hitId !== null) openHit(hitId)
  }, [hitId])

  if (hitId !== null) return null
  const rows = found.data
  return (
    <>
      {found.isError && !rows && <ErrorNotice reason={found.error} onRetry={() => void found.refetch()} />}
      {found.isLoading && <SkeletonRows count={6} label={t('search.searching')} />}
      {(rows || props.prepares) && (
        <Activity mode={rows ? 'visible' : 'hidden'}>
          <FoundUsers {...props} rows={rows ?? noRows} isSettled={isSettled} />
        </Activity>
      )}
    </>
  )
}

interface FoundUsersProps extends SearchResultsProps {
  readonly rows: ResultRows
  /** False while these are still the results of the search before. */
  readonly isSettled: boolean
}

function FoundUsers({ rows, isSettled, ...props }: FoundUsersProps) {
  const { t } = useTranslation()
  const announce = useAnnounce()
  const { search } = props
  const { look, retry, failure } = useReadOn({ search, rows, isSettled, typedAt: props.typedAt })
  useResetOnReconnect({ error: failure, reset: retry })
  const slow = useDelayed(!isSettled)
  const { total } = rows
  // Also when it is not told: what forms numbers is made with the first one.
  const counted = t('search.count', { count: total, total: total.toLocaleString('ja-JP') })
  const told = isSettled ? counted : ''
  const countText = told === '' && slow ? t('search.searching') : told

  // A new search with the same count is told as well.
  const { turn } = search
  useEffect(() => {
    if (told !== '' && turn > 0) announce(told)
  }, [announce, told, turn])

  if (total === 0) {
    return (
      <section className="results" aria-label={t('search.results')}>
        <p className="result-count">{countText}</p>
        <EmptyResults
          key={search.turn}
          conditions={search.conditions}
          acrossMembers={props.acrossMembers}
          takesFocus={props.takesFocus}
          onSearchFor={props.onSearchFor}
        />
      </section>
    )
  }
  return (
    <section className="results" aria-label={t('search.results')}>
      <div className="results-bar">
        <p className="result-count">{countText}</p>
        <ListOptions search={search} onSearch={props.onSearch} />
      </div>
      <ResultsGrid {...props} rows={rows} busy={!isSettled} onLook={look} />
      {failure !== null && <ErrorNotice reason={failure} onRetry={retry} />}
      <p className="result-count">{countText}</p>
    </section>
  )
}
