import { useMutation } from '@tanstack/react-query'
import { unwrap } from './desk.ts'
import { useDesk } from './desk-context.tsx'
import { useDeskState } from './desk-state.tsx'

/** Logs out; the session gate then shows the login screen, and everything read from the server is dropped. */
export function useLogOut() {
  const desk = useDesk()
  const { applySession } = useDeskState()
  return useMutation({ mutationFn: () => unwrap(desk.session.logOut({})), onSuccess: applySession })
}
