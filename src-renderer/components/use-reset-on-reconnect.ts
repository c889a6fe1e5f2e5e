import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { toDeskError } from '../lib/desk.ts'
import { useDeskState } from '../lib/desk-state.tsx'
import { useAnnounce } from './announcer.tsx'

interface Failed {
  /** What was thrown; null while nothing failed. */
  readonly error: unknown
  readonly reset: () => void
}

/** Takes “not reachable” off the screen once the server is there again, and tells so: the notice would be untrue. */
export function useResetOnReconnect({ error, reset }: Failed): void {
  const { t } = useTranslation()
  const { connection } = useDeskState()
  const announce = useAnnounce()
  const tell = useEffectEvent(() => {
    if (toDeskError(error).code !== 'server_unreachable') return
    reset()
    announce(t('shell.reconnected'))
  })
  useEffect(() => {
    if (connection === 'connected') tell()
  }, [connection])
}
