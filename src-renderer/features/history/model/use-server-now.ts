import { useEffect, useState } from 'react'
import { useDeskState } from '../../../lib/desk-state.tsx'

/** Now by the server’s clock, in milliseconds, moving on every half minute: enough for days, hours and minutes left. */
export function useServerNow(): number {
  const skewMs = useDeskState().connection.clockSkewMs ?? 0
  const [nowMs, setNowMs] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 30_000)
    return () => clearInterval(timer)
  }, [])
  return nowMs + skewMs
}
