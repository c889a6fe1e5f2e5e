import { useEffect, useState } from 'react'

/** Whole seconds until `atMs` (of this PC's clock), counted down; 0 when passed or when there is nothing to wait for. */
export function useSecondsUntil(atMs: number | null): number {
  const [nowMs, setNowMs] = useState(() => Date.now())
  useEffect(() => {
    if (atMs === null) return undefined
    const update = () => {
      setNowMs(Date.now())
      if (Date.now() >= atMs) clearInterval(timer)
    }
    const timer = setInterval(update, 500)
    update()
    return () => clearInterval(timer)
  }, [atMs])
  return atMs === null ? 0 : Math.max(0, Math.ceil((atMs - nowMs) / 1000))
}
