import { useEffect, useRef } from 'react'
import { useDesk } from '../../../lib/desk-context.tsx'

/** Has the main process forget the password once the screen that shows it is gone, for whatever reason. */
export function useDiscardOnLeave(reissueId: string): void {
  const desk = useDesk()
  const present = useRef(false)
  useEffect(() => {
    present.current = true
    return () => {
      present.current = false
      // Not at once: React's strict mode takes every component away and brings it back.
      setTimeout(() => {
        if (!present.current) void desk.reissues.discardSecret({ reissueId })
      })
    }
  }, [desk, reissueId])
}
