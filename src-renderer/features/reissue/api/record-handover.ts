import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { unwrap } from '../../../lib/desk.ts'
import { useDesk } from '../../../lib/desk-context.tsx'

type TellableHandover = 'read_aloud' | 'confirmed'

/** Notes in the history how the password was handed over: each kind once, never a character of it. */
export function useRecordHandover(reissueId: string) {
  const desk = useDesk()
  const told = useRef(new Set<TellableHandover>())
  const record = useMutation({
    mutationFn: (kind: TellableHandover) => unwrap(desk.reissues.recordHandover({ reissueId, kind })),
    onError: (_, kind) => void told.current.delete(kind),
  })
  const tell = (kind: TellableHandover) => {
    if (told.current.has(kind)) return
    told.current.add(kind)
    record.mutate(kind)
  }
  const { variables, error } = record
  return { tell, error, retry: () => variables !== undefined && tell(variables) }
}
