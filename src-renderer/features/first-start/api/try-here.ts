import { useMutation } from '@tanstack/react-query'
import { unwrap } from '../../../lib/desk.ts'
import { useDesk } from '../../../lib/desk-context.tsx'

/** Starts the embedded server and works with it; the main process loads the page anew. */
export function useTryHere() {
  const desk = useDesk()
  return useMutation({ mutationFn: () => unwrap(desk.server.tryHere({})) })
}
