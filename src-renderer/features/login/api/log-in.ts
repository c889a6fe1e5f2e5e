import { useMutation } from '@tanstack/react-query'
import type { IpcInput } from '../../../../src-shared/ipc/bridge.ts'
import { unwrap } from '../../../lib/desk.ts'
import { useDesk } from '../../../lib/desk-context.tsx'
import { useDeskState } from '../../../lib/desk-state.tsx'

/** Logs in; on success the session gate takes over. */
export function useLogIn() {
  const desk = useDesk()
  const { applySession } = useDeskState()
  return useMutation({
    mutationFn: (input: IpcInput<'session', 'logIn'>) => unwrap(desk.session.logIn(input)),
    onSuccess: applySession,
  })
}
