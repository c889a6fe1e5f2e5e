import { useCallback, useEffect, useRef, useState } from 'react'
import { isSameSearch } from '../model/search-memory.ts'
import type { ResultsPlaceProps } from './results-grid.tsx'

/** The position is told when scrolling comes to rest: a lock takes the page away without asking first. */
const restMs = 150

type ListPositionInput = Pick<ResultsPlaceProps, 'search' | 'position' | 'gridRef' | 'onPosition'>

/** The active row and how far the list was scrolled, found again on coming back to the same search. */
export function useListPosition({ search, position, gridRef, onPosition }: ListPositionInput) {
  const remembered = position && isSameSearch(position.of, search) ? position : null
  const [activeIndex, setActiveIndex] = useState(remembered?.activeIndex ?? 0)
  const [firstScrollTop] = useState(remembered?.scrollTop ?? 0)
  const current = useRef({ scrollTop: firstScrollTop, activeIndex })

  const tell = useRef(() => {})
  useEffect(() => {
    tell.current = () => onPosition({ of: search, ...current.current })
  })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const tellSoon = useCallback(() => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => tell.current(), restMs)
  }, [])
  // Also when the screen goes before that.
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      tell.current()
    },
    [],
  )

  const shown = useRef(search)
  useEffect(() => {
    if (isSameSearch(shown.current, search)) return
    shown.current = search
    current.current.activeIndex = 0
    setActiveIndex(0)
    // To scroll to where it is already would have the browser lay out the page.
    if (current.current.scrollTop > 0) gridRef.current?.scrollTo({ top: 0 })
  }, [search, gridRef])

  const activate = useCallback(
    (index: number) => {
      current.current.activeIndex = index
      setActiveIndex(index)
      tellSoon()
    },
    [tellSoon],
  )
  const scrolledTo = (scrollTop: number) => {
    current.current.scrollTop = Math.max(0, scrollTop)
    tellSoon()
  }
  return { activeIndex, activate, scrolledTo, firstScrollTop }
}
