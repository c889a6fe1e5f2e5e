import { useEffect } from 'react'
import { isImeKey } from '../../lib/ime.ts'
import type { Destination } from '../screens.ts'

/** Alt with a digit opens a screen. By the key's place, since Alt changes the character on some keyboards. */
export function useDestinationKeys(
  destinations: readonly { readonly name: Destination; readonly key: string }[],
  onOpen: (destination: Destination) => void,
): void {
  useEffect(() => {
    const open = (event: KeyboardEvent) => {
      if (isImeKey(event) || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
      // A dialog has asked something: it is answered first.
      if (document.querySelector('dialog[open]')) return
      const wanted = destinations.find((destination) => event.code === `Digit${destination.key}`)
      if (!wanted) return
      event.preventDefault()
      onOpen(wanted.name)
    }
    window.addEventListener('keydown', open)
    return () => window.removeEventListener('keydown', open)
  }, [destinations, onOpen])
}
