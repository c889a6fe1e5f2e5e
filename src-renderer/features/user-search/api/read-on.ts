import { useEffect, useEffectEvent, useRef, useState, type RefObject } from 'react'
import { startReadingOn, type PageReader } from '../model/read-on.ts'
import type { ResultRows, RowRange } from '../model/result-rows.ts'
import type { SubmittedSearch } from '../model/search-memory.ts'
import { useReadPage } from './search-users.ts'

/** So long after a key was typed in the form, a new search is likely: reading ahead for the old one waits. */
const typingMs = 1_000

interface ReadOnInput {
  readonly search: SubmittedSearch
  readonly rows: ResultRows
  /** False while another search’s answer is awaited: nothing is read on for the old one. */
  readonly isSettled: boolean
  /** When a condition was last typed, by `performance.now()`. */
  readonly typedAt: RefObject<number>
}

/** Reads the rest of a search while its screen is open, and stops with it. */
export function useReadOn({ search, rows, isSettled, typedAt }: ReadOnInput) {
  const readPage = useEffectEvent(useReadPage(search))
  const [failure, setFailure] = useState<unknown>(null)
  const reader = useRef<PageReader>(null)
  useEffect(() => {
    if (!isSettled) return undefined
    const started = startReadingOn({
      rows,
      readPage: (wish) => readPage(wish),
      rest: whenIdle,
      busyMs: () => Math.max(0, typedAt.current + typingMs - performance.now()),
      onFailure: setFailure,
    })
    reader.current = started
    return () => {
      started.stop()
      reader.current = null
      setFailure(null)
    }
  }, [rows, isSettled, typedAt])

  return {
    failure,
    look: (range: RowRange) => (reader.current ?? rows).look(range),
    retry: () => {
      setFailure(null)
      reader.current?.retry()
    },
  }
}

/** After `atLeastMs`, as soon as the page has nothing else to do. */
function whenIdle(then: () => void, atLeastMs: number): () => void {
  let idle = 0
  const timer = setTimeout(() => (idle = requestIdleCallback(then, { timeout: 2_000 })), atLeastMs)
  return () => {
    clearTimeout(timer)
    if (idle !== 0) cancelIdleCallback(idle)
  }
}
