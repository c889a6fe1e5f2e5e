import { useMutation } from '@tanstack/react-query'
import { unwrap } from './desk.ts'
import { useDesk } from './desk-context.tsx'
import { useDeskState } from './desk-state.tsx'

/** Locks the desk. Whoever locks goes away: no question may keep a password on the screen. */
export function useLock() {
  const desk = useDesk()
  const { applySession } = useDeskState()
  return useMutation({ mutationFn: () => unwrap(desk.session.lock({})), onSuccess: applySession })
}
