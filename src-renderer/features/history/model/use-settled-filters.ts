import { useEffect, useState } from 'react'
import type { HistoryFilters } from './history-memory.ts'

const textOf = ({ query, member, issuedBy }: HistoryFilters): string => JSON.stringify([query, member, issuedBy])

/** The filters once typing has paused for 250 ms; never while the input method composes (U5). What is chosen counts at once. */
export function useSettledFilters(filters: HistoryFilters, composing: boolean): HistoryFilters {
  const [settled, setSettled] = useState(filters)
  useEffect(() => {
    if (composing) return undefined
    const timer = setTimeout(() => setSettled(filters), textOf(filters) === textOf(settled) ? 0 : 250)
    return () => clearTimeout(timer)
  }, [filters, settled, composing])
  return settled
}
