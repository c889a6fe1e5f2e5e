import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReissueRecord } from '../../../../src-shared/api/reissues.ts'
import type { Settings } from '../../../../src-shared/ipc/settings-schema.ts'
import { useDeskState } from '../../../lib/desk-state.tsx'
import { isImeKey } from '../../../lib/ime.ts'
import { createListStart } from '../../../lib/list-start.ts'
import { moveInList } from '../../../lib/list-keys.ts'
import { useWasPainted } from '../../../lib/use-was-painted.ts'
import { useServerNow } from '../model/use-server-now.ts'
import { HistoryRow } from './history-row.tsx'
import { useRowWords } from './use-row-words.ts'

interface HistoryGridProps {
  /** The rows read so far: the first ones of `total`. */
  readonly records: readonly ReissueRecord[]
  readonly total: number
  /** Of one member only, its name would be the same in every row. */
  readonly acrossMembers: boolean
  readonly busy: boolean
  /** Another list begins at its top. */
  readonly conditions: object
  readonly onNeedMore: () => void
  readonly onOpen: (record: ReissueRecord) => void
}

const rowHeights: Readonly<Record<Settings['density'], number>> = { comfortable: 40, compact: 32 }
/** In pixels: the bars of the frame, the conditions and the lines around the list. */
const aroundListPx = 310
const headerHeight = 36
/** Rows beyond those in sight, on either side; they come after what is in sight has been shown for the first time. */
const rowsAround = 8
/** How far beyond the visible rows is read ahead. */
const readAheadRows = 100

/**
 * The list, of which only the visible rows exist in the page (U20). The grid keeps the focus and names the active row: the
 * focus is not lost when a row scrolls out of existence, and comes back here from the details.
 */
export function HistoryGrid(props: HistoryGridProps) {
  // The virtualizer is one object that changes inside; a memoised render would not see it.
  'use no memo'
  const { t } = useTranslation()
  const { records, total, acrossMembers, conditions, onNeedMore, onOpen } = props
  const rowHeight = rowHeights[useDeskState().settings.density]
  const grid = useRef<HTMLDivElement>(null)
  const [activeIndex, setActiveIndex] = useState(0)
  const nowMs = useServerNow()
  const words = useRowWords()
  const [start] = useState(() => createListStart(aroundListPx))
  const overscan = useWasPainted() ? rowsAround : 0
  // oxlint-disable-next-line react/incompatible-library -- the compiler leaves this component alone, as told above
  const virtualizer = useVirtualizer({
    ...start,
    count: total,
    getScrollElement: () => grid.current,
    estimateSize: () => rowHeight,
    overscan,
    scrollMargin: headerHeight,
    scrollPaddingStart: headerHeight,
    // The grid names the active row, which has to exist for that wherever the list has been scrolled to (U15).
    rangeExtractor: (range) => {
      const inSight = defaultRangeExtractor(range)
      return activeIndex >= total || inSight.includes(activeIndex) ? inSight : [activeIndex, ...inSight]
    },
  })
  const rows = virtualizer.getVirtualItems()
  const lastVisible = rows.at(-1)?.index ?? 0

  const measured = useRef(rowHeight)
  useEffect(() => {
    if (measured.current === rowHeight) return
    measured.current = rowHeight
    virtualizer.measure()
  }, [rowHeight, virtualizer])
  useEffect(() => {
    if (records.length < total && records.length < lastVisible + readAheadRows) onNeedMore()
  }, [records.length, total, lastVisible, onNeedMore])
  const shown = useRef(conditions)
  useEffect(() => {
    if (shown.current === conditions) return
    shown.current = conditions
    setActiveIndex(0)
    grid.current?.scrollTo({ top: 0 })
  }, [conditions])

  const open = useCallback(
    (index: number) => {
      setActiveIndex(index)
      const record = records[index]
      if (record) onOpen(record)
    },
    [records, onOpen],
  )
  const handleKey = (event: KeyboardEvent) => {
    if (isImeKey(event.nativeEvent)) return
    if (event.key === 'Enter') {
      // Else the rest of the key press closes the details, whose button has the focus by then.
      event.preventDefault()
      return open(activeIndex)
    }
    const pageRows = Math.max(1, Math.floor(((grid.current?.clientHeight ?? 0) - headerHeight) / rowHeight) - 1)
    const next = moveInList(event.key, activeIndex, total, pageRows)
    if (next === undefined) return undefined
    event.preventDefault()
    setActiveIndex(next)
    virtualizer.scrollToIndex(next)
    return undefined
  }

  return (
    <>
      <div
        ref={grid}
        role="grid"
        className={toClassName({
          'grid history-grid': true,
          'history-across': acrossMembers,
          'grid-compact': rowHeight < 40,
        })}
        tabIndex={0}
        style={{ minHeight: Math.min(240, headerHeight + total * rowHeight + 2) }}
        aria-label={t('history.title')}
        aria-describedby="history-keys"
        aria-rowcount={total + 1}
        aria-colcount={acrossMembers ? 7 : 6}
        aria-busy={props.busy}
        aria-activedescendant={`history-${Math.min(activeIndex, total - 1)}`}
        onKeyDown={handleKey}
      >
        <HistoryHeader acrossMembers={acrossMembers} />
        {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- see history-row.tsx */}
        <div role="rowgroup" className="grid-rows" style={{ height: virtualizer.getTotalSize() }}>
          {rows.map((row) => (
            <HistoryRow
              key={row.index}
              index={row.index}
              top={row.start - headerHeight}
              record={records[row.index]}
              acrossMembers={acrossMembers}
              active={row.index === activeIndex}
              words={words}
              nowMs={nowMs}
              onOpen={open}
            />
          ))}
        </div>
      </div>
      <span id="history-keys" className="visually-hidden">
        {t('history.keys')}
      </span>
    </>
  )
}

const toClassName = (names: Readonly<Record<string, boolean>>): string =>
  Object.keys(names)
    .filter((name) => names[name])
    .join(' ')

function HistoryHeader({ acrossMembers }: { readonly acrossMembers: boolean }) {
  const { t } = useTranslation()
  const names = [
    t('history.issuedAt'),
    t('label.loginId'),
    t('label.userName'),
    ...(acrossMembers ? [t('label.memberName')] : []),
    t('history.issuedBy'),
    t('label.state'),
    t('history.validUntil'),
  ]
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- see history-row.tsx
    <div role="row" aria-rowindex={1} className="grid-header history-columns">
      {names.map((name) => (
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- see history-row.tsx
        <span key={name} role="columnheader" className="cell">
          {name}
        </span>
      ))}
    </div>
  )
}
