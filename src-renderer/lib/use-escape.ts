import { useEffect, useEffectEvent } from 'react'
import { isImeKey } from './ime.ts'

/** Escape goes back, unless a dialog is open or the input method is being used (U4); null where there is no way back. */
export function useEscape(onEscape: (() => void) | null): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || isImeKey(event)) return
    if (document.querySelector('dialog[open]')) return
    onEscape?.()
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => press(event)
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}
