import { useEffect, useState } from 'react'
import { unwrap } from './desk.ts'
import { useDesk } from './desk-context.tsx'

export interface ContentProtection {
  readonly isOn: boolean
  /** Why it could not be turned on; undefined while nothing failed. */
  readonly failure: unknown
}

/**
 * Keeps the window out of screen captures while the calling component is mounted (E39). Whoever shows a temporary password
 * waits for `isOn`: what is painted before it could be captured.
 */
export function useContentProtection(): ContentProtection {
  const desk = useDesk()
  const [protection, setProtection] = useState<ContentProtection>({ isOn: false, failure: undefined })
  useEffect(() => {
    unwrap(desk.app.protectContent({ isOn: true })).then(
      () => setProtection({ isOn: true, failure: undefined }),
      (failure: unknown) => setProtection({ isOn: false, failure }),
    )
    return () => void desk.app.protectContent({ isOn: false })
  }, [desk])
  return protection
}
