import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore, type RefObject } from 'react'
import { createListStart } from '../../../lib/list-start.ts'
import { useWasPainted } from '../../../lib/use-was-painted.ts'
import type { ResultRows, RowRange } from '../model/result-rows.ts'

interface VirtualRowsInput {
  readonly gridRef: RefObject<HTMLDivElement | null>
  readonly rows: ResultRows
  readonly activeIndex: number
  /** Pixels. */
  readonly rowHeight: number
  readonly headerHeight: number
  readonly firstScrollTop: number
  readonly onLook: (range: RowRange) => void
}

/** Rows beyond those in sight, on either side; they come after what is in sight has been shown for the first time. */
const rowsAround = 8

/** In pixels: the bars of the frame, the form and the lines around the list. */
const aroundListPx = 340

/** Which rows have to exist: those in sight, some on either side, and the active one, which the grid names (U15). */
export function useVirtualRows(input: VirtualRowsInput) {
  'use no memo'
  const { gridRef, rows, activeIndex, rowHeight, headerHeight, onLook } = input
  const [start] = useState(() => createListStart(aroundListPx))
  const overscan = useWasPainted() ? rowsAround : 0
  // oxlint-disable-next-line react/incompatible-library -- the compiler leaves this hook alone, as told above
  const virtualizer = useVirtualizer({
    ...start,
    count: rows.total,
    getScrollElement: () => gridRef.current,
    estimateSize: () => rowHeight,
    overscan,
    initialOffset: input.firstScrollTop,
    scrollMargin: headerHeight,
    scrollPaddingStart: headerHeight,
    rangeExtractor: (range) => {
      const inSight = defaultRangeExtractor(range)
      return activeIndex >= rows.total || inSight.includes(activeIndex) ? inSight : [activeIndex, ...inSight]
    },
  })
  const { startIndex: first, endIndex: last } = virtualizer.range ?? { startIndex: 0, endIndex: 0 }
  useEffect(() => {
    onLook({ first, last })
  }, [first, last, rows, onLook])

  // Pages that arrive for elsewhere render nothing. What changed while the screen was only prepared is seen when it opens.
  useSyncExternalStore(rows.subscribe, () => `${rows.countRead({ first, last })} ${rows.countChanges()}`)

  const height = useRef(rowHeight)
  useLayoutEffect(() => {
    if (height.current === rowHeight) return
    // The same row stays at the top when rows become higher or lower.
    const grid = gridRef.current
    const scrollTop = ((grid?.scrollTop ?? 0) / height.current) * rowHeight
    height.current = rowHeight
    virtualizer.measure()
    if (grid) requestAnimationFrame(() => grid.scrollTo({ top: scrollTop }))
  }, [rowHeight, virtualizer, gridRef])
  return { virtualizer, slotOf: useSlots(virtualizer.getVirtualItems().map(({ index }) => index)) }
}

/**
 * Which element of the page shows a row: while the list scrolls, the same few elements get other rows instead of being
 * made anew. Their number only grows, since another number would give every row another element. A row in sight keeps its
 * element when it becomes the active one: the second click of two has to find it. Only an active row far away has its own.
 */
function useSlots(shown: readonly number[]): (index: number) => string {
  const [slots, setSlots] = useState(shown.length + 2 * rowsAround)
  if (shown.length > slots) setSlots(shown.length)
  const [first, second] = shown
  const isApart = first !== undefined && second !== undefined && second !== first + 1
  return (index) => (isApart && index === first ? 'active' : `slot-${index % Math.max(slots, shown.length, 1)}`)
}
