import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { UpdateView } from '../../../../src-shared/ipc/update-schema.ts'
import { unwrap } from '../../../lib/desk.ts'
import { useDesk } from '../../../lib/desk-context.tsx'

const queryKey = ['updates'] as const

/** How it stands with updates of the app; follows what the main process tells. */
export function useUpdates() {
  const desk = useDesk()
  const queryClient = useQueryClient()
  const { data } = useQuery({ queryKey, queryFn: () => unwrap(desk.updates.read({})), staleTime: 0 })
  const apply = (view: UpdateView): void => void queryClient.setQueryData(queryKey, view)
  useEffect(
    () => desk.listen('updateChanged', (view) => void queryClient.setQueryData(queryKey, view)),
    [desk, queryClient],
  )
  const check = useMutation({ mutationFn: () => unwrap(desk.updates.check({})), onSuccess: apply })
  const install = useMutation({ mutationFn: () => unwrap(desk.updates.install({})), onSuccess: apply })
  return { view: data, check, install }
}
