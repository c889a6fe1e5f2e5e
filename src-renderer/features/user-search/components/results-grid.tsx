import { useEffect, useState, type KeyboardEvent, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import type { Settings } from '../../../../src-shared/ipc/settings-schema.ts'
import { useDeskState } from '../../../lib/desk-state.tsx'
import { isImeKey } from '../../../lib/ime.ts'
import { moveInList } from '../../../lib/list-keys.ts'
import type { ResultRows, RowRange } from '../model/result-rows.ts'
import { toggleSort, type ListPosition, type SubmittedSearch } from '../model/search-memory.ts'
import { createTypeAhead, isLetter } from '../model/type-ahead.ts'
import { ResultRow } from './result-row.tsx'
import { ResultsHeader } from './results-header.tsx'
import { useRowWords } from './use-row-words.ts'
import { useListPosition } from './use-list-position.ts'
import { useVirtualRows } from './use-virtual-rows.ts'

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
  readonly rows: ResultRows
  readonly busy: boolean
  /** Which rows are on the screen. */
  readonly onLook: (range: RowRange) => void
}

const rowHeights: Readonly<Record<Settings['density'], number>> = { comfortable: 40, compact: 32 }
const headerHeight = 36

/**
 * The list, of which only the visible rows exist in the page (U20). The grid keeps the focus and names the active row, so
 * that the focus is not lost when a row scrolls out of sight.
 */
export function ResultsGrid(props: ResultsGridProps) {
  // The virtualizer and the rows are objects that change inside; a memoised render would not see it.
  'use no memo'
  const { t } = useTranslation()
  const { search, rows, gridRef } = props
  const { total } = rows
  const words = useRowWords()
  const rowHeight = rowHeights[useDeskState().settings.density]
  const { activeIndex, activate, scrolledTo, firstScrollTop } = useListPosition(props)
  const { virtualizer, slotOf } = useVirtualRows({
    gridRef,
    rows,
    activeIndex,
    rowHeight,
    headerHeight,
    firstScrollTop,
    onLook: props.onLook,
  })
  const [typeAhead] = useState(createTypeAhead)

  // Once, when the results appear; a later search leaves the focus where it is.
  const [takesFocus] = useState(props.takesFocus)
  useEffect(() => {
    if (takesFocus) gridRef.current?.focus({ preventScroll: true })
  }, [takesFocus, gridRef])

  const findNext = (event: KeyboardEvent): number | undefined => {
    if (isLetter(event)) {
      return typeAhead({ key: event.key, atMs: event.timeStamp, activeIndex }, rows.findPrefix)
    }
    const visible = Math.floor(((gridRef.current?.clientHeight ?? 0) - headerHeight) / rowHeight)
    return moveInList(event.key, activeIndex, total, Math.max(1, visible - 1))
  }
  const handleKey = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || isImeKey(event.nativeEvent)) return
    const active = rows.rowAt(activeIndex)
    if (event.key === 'Enter' && active) return props.onOpenUser(active.userId)
    const next = findNext(event)
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
        className={rowHeight < 40 ? 'grid grid-compact' : 'grid'}
        tabIndex={0}
        aria-label={t('search.results')}
        aria-describedby="grid-keys"
        aria-rowcount={total + 1}
        aria-colcount={7}
        aria-busy={props.busy}
        aria-activedescendant={`result-${activeIndex}`}
        onKeyDown={handleKey}
        onScroll={(event) => scrolledTo(event.currentTarget.scrollTop)}
      >
        <ResultsHeader sort={search.sort} onSort={(field) => props.onSearch(toggleSort(search, field))} />
        {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- see result-row.tsx */}
        <div role="rowgroup" className="grid-rows" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((row) => (
            <ResultRow
              key={slotOf(row.index)}
              index={row.index}
              top={row.start - headerHeight}
              user={rows.rowAt(row.index)}
              words={words}
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
