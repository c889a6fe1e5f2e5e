import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import type { UserSummary } from '../../../../src-shared/api/users.ts'
import { moveInList } from '../model/list-keys.ts'
import { toggleSort, type ListPosition, type SubmittedSearch } from '../model/search-memory.ts'
import { ResultRow } from './result-row.tsx'
import { ResultsHeader } from './results-header.tsx'

/** What the list needs of the screen around it, whatever has been read so far. */
export interface ResultsPlaceProps {
  readonly search: SubmittedSearch
  readonly position: ListPosition | null
  readonly takesFocus: boolean
  readonly gridRef: RefObject<HTMLDivElement | null>
  readonly onSearch: (search: SubmittedSearch) => void
  readonly onPosition: (position: ListPosition) => void
  readonly onOpenUser: (userId: string) => void
}

interface ResultsGridProps extends ResultsPlaceProps {
  /** The rows read so far: the first ones of `total`. */
  readonly users: readonly UserSummary[]
  readonly total: number
  readonly busy: boolean
  readonly onNeedMore: () => void
}

const rowHeight = 40
const headerHeight = 36
/** How far beyond the visible rows is read ahead. */
const readAheadRows = 2_000

/**
 * The list, of which only the visible rows exist in the page (U20). The grid keeps the focus and names the active row, so
 * that the focus is not lost when a row scrolls out of existence.
 */
export function ResultsGrid(props: ResultsGridProps) {
  // The virtualizer is one object that changes inside; a memoised render would not see it.
  'use no memo'
  const { t } = useTranslation()
  const { search, users, total, gridRef, onPosition, onNeedMore } = props
  const remembered = props.position?.of === search ? props.position : null
  const [activeIndex, setActiveIndex] = useState(remembered?.activeIndex ?? 0)
  const position = useRef({ scrollTop: remembered?.scrollTop ?? 0, activeIndex })
  const activate = useCallback((index: number) => {
    position.current.activeIndex = index
    setActiveIndex(index)
  }, [])
  // oxlint-disable-next-line react/incompatible-library -- the compiler leaves this component alone, as told above
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => gridRef.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    initialOffset: position.current.scrollTop,
    scrollMargin: headerHeight,
    scrollPaddingStart: headerHeight,
  })
  const rows = virtualizer.getVirtualItems()
  const lastVisible = rows.at(-1)?.index ?? 0

  useEffect(() => {
    if (users.length < total && users.length < lastVisible + readAheadRows) onNeedMore()
  }, [users.length, total, lastVisible, onNeedMore])

  // Once, when the screen appears; a later search leaves the focus where it is.
  const [takesFocus] = useState(props.takesFocus)
  useEffect(() => {
    if (takesFocus) gridRef.current?.focus({ preventScroll: true })
  }, [takesFocus, gridRef])

  const shown = useRef(search)
  useEffect(() => {
    if (shown.current === search) return
    shown.current = search
    position.current.activeIndex = 0
    setActiveIndex(0)
    gridRef.current?.scrollTo({ top: 0 })
  }, [search, gridRef])

  // Remembered when the screen goes, also when the lock takes it away.
  const leaving = useRef(() => {})
  leaving.current = () => onPosition({ of: search, ...position.current })
  useEffect(() => () => leaving.current(), [])

  const handleKey = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return
    const active = users[activeIndex]
    if (event.key === 'Enter' && active) return props.onOpenUser(active.userId)
    const pageRows = Math.max(1, Math.floor(((gridRef.current?.clientHeight ?? 0) - headerHeight) / rowHeight) - 1)
    const next = moveInList(event.key, activeIndex, total, pageRows)
    if (next === undefined) return undefined
    event.preventDefault()
    activate(next)
    virtualizer.scrollToIndex(next)
    return undefined
  }

  return (
    <>
      <div
        ref={gridRef}
        role="grid"
        className="grid"
        tabIndex={0}
        aria-label={t('search.results')}
        aria-describedby="grid-keys"
        aria-rowcount={total + 1}
        aria-colcount={7}
        aria-busy={props.busy}
        aria-activedescendant={`result-${activeIndex}`}
        onKeyDown={handleKey}
        onScroll={(event) => (position.current.scrollTop = event.currentTarget.scrollTop)}
      >
        <ResultsHeader sort={search.sort} onSort={(field) => props.onSearch(toggleSort(search, field))} />
        {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- see result-row.tsx */}
        <div role="rowgroup" className="grid-rows" style={{ height: virtualizer.getTotalSize() }}>
          {rows.map((row) => (
            <ResultRow
              key={row.index}
              index={row.index}
              top={row.start - headerHeight}
              user={users[row.index]}
              active={row.index === activeIndex}
              onActivate={activate}
              onOpenUser={props.onOpenUser}
            />
          ))}
        </div>
      </div>
      <span id="grid-keys" className="visually-hidden">
        {t('search.keys')}
      </span>
    </>
  )
}
