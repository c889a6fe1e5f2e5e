import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { VerificationPage } from '../../../../src-shared/api/verifications.ts'
import { useAnnounce } from '../../../components/announcer.tsx'
import { unwrap } from '../../../lib/desk.ts'
import { useDesk } from '../../../lib/desk-context.tsx'
import { useDeskState } from '../../../lib/desk-state.tsx'
import { queryKeys } from '../../../lib/query-keys.ts'

/** Every so often while the queue is on the screen, and less often while it is not. */
const [askEveryMs, askInBackgroundEveryMs] = [5_000, 20_000]

/** Verifications that wait for a second person, kept up to date while the screen is open. */
export function useAwaitedVerifications() {
  return useQuery({ ...useAwaitedQuery(), refetchInterval: askEveryMs })
}

/**
 * How many verifications of colleagues wait for somebody like the caller, whatever screen is open; undefined until it is
 * known. New ones are announced without moving the focus (U15). For the helpdesk alone: others have no queue.
 */
export function useAwaitedCount(): number | undefined {
  const { t } = useTranslation()
  const announce = useAnnounce()
  const { sessionView, connection } = useDeskState()
  const user = sessionView.session?.user
  const isOnline = connection.state !== 'unreachable' && !sessionView.isOffline && !sessionView.locked
  const isHelpdesk = user?.role === 'helpdesk'
  const { data } = useQuery({
    ...useAwaitedQuery(),
    enabled: isHelpdesk && isOnline,
    refetchInterval: askInBackgroundEveryMs,
  })
  const waiting = data?.items
    .filter(({ operator }) => operator.userId !== user?.userId)
    .map((one) => one.verificationId)

  const known = useRef<readonly string[]>(undefined)
  const tellNew = useEffectEvent((page: VerificationPage | undefined) => {
    if (!page || !waiting) return
    const added = waiting.filter((id) => known.current?.includes(id) === false)
    known.current = waiting
    if (added.length > 0) announce(t('approvals.newOnes', { count: added.length }))
  })
  useEffect(() => tellNew(data), [data])
  return isHelpdesk ? waiting?.length : undefined
}

function useAwaitedQuery() {
  const desk = useDesk()
  return {
    queryKey: queryKeys.awaitedVerifications,
    queryFn: (): Promise<VerificationPage> => unwrap(desk.verifications.list({ approval: 'awaited', limit: 200 })),
    staleTime: 0,
  }
}
