import { useEffect, useEffectEvent } from 'react'

const [againMs, longestMs] = [30_000, 15 * 60_000]

/**
 * Asks `onDue` to look whether the time is up, at `expiresAt` and from then on again and again. The PC’s clock only decides
 * when to look, and a wrong one no more than that: what is so the server says.
 */
export function useTimeLimit(expiresAt: string, onDue: () => void): void {
  const look = useEffectEvent(onDue)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const wait = (ms: number) => {
      timer = setTimeout(() => {
        look()
        wait(againMs)
      }, ms)
    }
    wait(Math.min(longestMs, Math.max(againMs, Date.parse(expiresAt) - Date.now() + 1000)))
    return () => clearTimeout(timer)
  }, [expiresAt])
}
