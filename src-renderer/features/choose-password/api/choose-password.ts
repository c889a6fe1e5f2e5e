import { useMutation } from '@tanstack/react-query'
import { unwrap } from '../../../lib/desk.ts'
import { useDesk } from '../../../lib/desk-context.tsx'
import { useDeskState } from '../../../lib/desk-state.tsx'

/** Sets the new password. The main process still knows the temporary one, so it is not asked for twice (SC 3.3.7). */
export function useChoosePassword(onChosen: () => void) {
  const desk = useDesk()
  const { applySession } = useDeskState()
  return useMutation({
    mutationFn: (newPassword: string) => unwrap(desk.session.choosePassword({ newPassword })),
    onSuccess: (view) => {
      onChosen()
      applySession(view)
    },
  })
}
