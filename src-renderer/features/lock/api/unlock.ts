import { useMutation } from '@tanstack/react-query'
import type { SessionView } from '../../../../src-shared/ipc/contract.ts'
import type { KeptPlace } from '../../../../src-shared/ipc/place-schema.ts'
import { unwrap } from '../../../lib/desk.ts'
import { useDesk } from '../../../lib/desk-context.tsx'
import { useDeskState } from '../../../lib/desk-state.tsx'

export interface Unlocked {
  readonly view: SessionView
  /** Where the person was before the lock; the main process does not tell it to a locked page. */
  readonly place: KeptPlace | null
}

export function useUnlock(onUnlocked: (unlocked: Unlocked) => void) {
  const desk = useDesk()
  const { applySession } = useDeskState()
  return useMutation({
    mutationFn: async (password: string): Promise<Unlocked> => {
      const view = await unwrap(desk.session.unlock({ password }))
      const kept = await desk.place.read({})
      return { view, place: kept.ok ? kept.value.place : null }
    },
    onSuccess: (unlocked) => {
      onUnlocked(unlocked)
      applySession(unlocked.view)
    },
  })
}
