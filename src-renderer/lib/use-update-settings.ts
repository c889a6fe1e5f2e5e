import { useMutation } from '@tanstack/react-query'
import type { Settings } from '../../src-shared/ipc/settings-schema.ts'
import { unwrap } from './desk.ts'
import { useDesk } from './desk-context.tsx'
import { useDeskState } from './desk-state.tsx'

/** Saves a part of the settings; it holds at once. */
export function useUpdateSettings() {
  const desk = useDesk()
  const { applySettings } = useDeskState()
  return useMutation({
    mutationFn: (change: Partial<Settings>) => unwrap(desk.app.updateSettings(change)),
    onSuccess: applySettings,
  })
}
