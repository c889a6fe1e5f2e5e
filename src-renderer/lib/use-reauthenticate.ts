import { useMutation } from '@tanstack/react-query'
import { unwrap } from './desk.ts'
import { useDesk } from './desk-context.tsx'
import { useDeskState } from './desk-state.tsx'

/** Enters the own password once more, as the server asks before it acts (P14). */
export function useReauthenticate(onDone: () => void) {
  const desk = useDesk()
  const { applySession } = useDeskState()
  return useMutation({
    mutationFn: (password: string) => unwrap(desk.session.reauthenticate({ password })),
    onSuccess: (view) => {
      applySession(view)
      onDone()
    },
  })
}
