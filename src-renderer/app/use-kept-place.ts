import { useEffect, useRef } from 'react'
import { useDesk } from '../lib/desk-context.tsx'
import type { Place } from './screens.ts'

/** Long enough for a word to be typed, short enough for a lock that nobody announces. */
const restMs = 200

/**
 * Gives the place into the keeping of the main process whenever it has changed: a lock destroys this page (E40). Another
 * screen or search at once; what is being typed or scrolled, when it comes to rest.
 */
export function useKeptPlace(place: Place, isOpen: boolean): void {
  const desk = useDesk()
  const last = useRef<Place>(null)
  useEffect(() => {
    if (!isOpen) return undefined
    const isStep = last.current?.screen !== place.screen || last.current.search.submitted !== place.search.submitted
    last.current = place
    // Not kept is no harm: the screen after the lock is the menu then.
    const keep = () => void desk.place.keep(place)
    if (isStep) return keep()
    const timer = setTimeout(keep, restMs)
    return () => clearTimeout(timer)
  }, [desk, place, isOpen])
}
