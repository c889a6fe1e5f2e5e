import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorCode } from '../../src-shared/errors/catalogue.ts'
import { toDeskError } from '../lib/desk.ts'
import { useDeskState } from '../lib/desk-state.tsx'
import { useAnnounce } from './announcer.tsx'

interface Failed {
  /** What was thrown; null while nothing failed. */
  readonly error: unknown
  readonly reset: () => void
}

/** What a call fails of when it did not get to the server. */
const connectionCodes: ReadonlySet<ErrorCode> = new Set([
  'server_unreachable',
  'server_name_not_found',
  'not_a_desk_server',
  'certificate_untrusted',
  'certificate_changed',
  'offline_copy_missing',
])

/** Takes “not reachable” off the screen once the server is there again, and tells so: the notice would be untrue. */
export function useResetOnReconnect({ error, reset }: Failed): void {
  const { t } = useTranslation()
  const isReachable = useDeskState().connection.state !== 'unreachable'
  const announce = useAnnounce()
  const tell = useEffectEvent(() => {
    if (!connectionCodes.has(toDeskError(error).code)) return
    reset()
    announce(t('shell.reconnected'))
  })
  useEffect(() => {
    if (isReachable) tell()
  }, [isReachable])
}
