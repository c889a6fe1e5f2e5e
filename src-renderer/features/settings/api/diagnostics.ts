import { useMutation } from '@tanstack/react-query'
import { unwrap } from '../../../lib/desk.ts'
import { useDesk } from '../../../lib/desk-context.tsx'

/** Gathers what a diagnostics file would hold. A mutation, so that nothing of it stays in the query cache. */
export function useReadDiagnostics() {
  const desk = useDesk()
  return useMutation({ mutationFn: () => unwrap(desk.diagnostics.read({})) })
}

/** Asks where to and writes what was read last; tells whether a place was chosen. */
export function useSaveDiagnostics(onAnswered: (isSaved: boolean) => void) {
  const desk = useDesk()
  return useMutation({
    mutationFn: () => unwrap(desk.diagnostics.save({})),
    onSuccess: ({ isSaved }) => onAnswered(isSaved),
  })
}
