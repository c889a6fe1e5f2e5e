import { startTransition, useEffect, useState } from 'react'

/** True from the first frame after the component was painted: time for what nobody sees yet. */
export function useWasPainted(): boolean {
  const [wasPainted, setWasPainted] = useState(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => startTransition(() => setWasPainted(true)))
    })
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
    }
  }, [])
  return wasPainted
}
