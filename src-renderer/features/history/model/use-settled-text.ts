import { useEffect, useState } from 'react'

/** The text once typing has paused for 250 ms; never while the input method composes (U5). */
export function useSettledText(text: string, composing: boolean): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    if (composing) return undefined
    const timer = setTimeout(() => setSettled(text), 250)
    return () => clearTimeout(timer)
  }, [text, composing])
  return settled
}
