import { useDeskState } from './desk-state.tsx'

/** Whether the server may be expected to answer: it was reached last, and the desk was not unlocked without it. */
export function useReachable(): boolean {
  const { connection, sessionView } = useDeskState()
  return connection.state !== 'unreachable' && !sessionView.isOffline
}
