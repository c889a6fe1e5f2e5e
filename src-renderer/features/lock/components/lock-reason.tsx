import { useTranslation } from 'react-i18next'
import type { SessionView } from '../../../../src-shared/ipc/contract.ts'
import { useDeskState } from '../../../lib/desk-state.tsx'

/** Why the desk is locked, unless the person asked for it, and what unlocking can do without the server. */
export function LockReason() {
  const { t } = useTranslation()
  const { sessionView, connection } = useDeskState()
  const reason = reasonOf(sessionView)
  return (
    <>
      {reason && <p className="quiet">{t(`lock.because.${reason}`)}</p>}
      {connection.state === 'unreachable' && <output className="quiet">{t('lock.offline')}</output>}
    </>
  )
}

const reasonOf = ({ endedBecause, lockedBecause }: SessionView) =>
  endedBecause === 'session_expired' ? 'expired' : lockedBecause
