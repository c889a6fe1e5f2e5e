import { useEffect, useState } from 'react'

/** True once `flag` has been true for `delayMs`: a skeleton for what takes 50 ms would only flicker (U24). */
export function useDelayed(flag: boolean, delayMs = 300): boolean {
  const [passed, setPassed] = useState(false)
  useEffect(() => {
    if (!flag) return undefined
    const timer = setTimeout(() => setPassed(true), delayMs)
    return () => {
      clearTimeout(timer)
      setPassed(false)
    }
  }, [flag, delayMs])
  return flag && passed
}
