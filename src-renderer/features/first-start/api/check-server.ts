import { useMutation } from '@tanstack/react-query'
import { unwrap } from '../../../lib/desk.ts'
import { useDesk } from '../../../lib/desk-context.tsx'

/** Looks at an address; nothing is changed by it. */
export function useCheckServer() {
  const desk = useDesk()
  return useMutation({ mutationFn: (url: string) => unwrap(desk.server.check({ url })) })
}
