import { useMutation } from '@tanstack/react-query'
import { unwrap } from '../../../lib/desk.ts'
import { useDesk } from '../../../lib/desk-context.tsx'

interface Connection {
  readonly url: string
  /** The fingerprint that the person has just compared. */
  readonly trustedFingerprint?: string
}

/** Works with this server from now on; the main process loads the page anew. */
export function useConnectServer() {
  const desk = useDesk()
  return useMutation({ mutationFn: (connection: Connection) => unwrap(desk.server.connect(connection)) })
}
