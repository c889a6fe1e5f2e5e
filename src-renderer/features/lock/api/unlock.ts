import { useMutation } from '@tanstack/react-query'
import { unwrap } from '../../../lib/desk.ts'
import { useDesk } from '../../../lib/desk-context.tsx'
import { useDeskState } from '../../../lib/desk-state.tsx'

export function useUnlock() {
  const desk = useDesk()
  const { applySession } = useDeskState()
  return useMutation({
    mutationFn: (password: string) => unwrap(desk.session.unlock({ password })),
    onSuccess: applySession,
  })
}
