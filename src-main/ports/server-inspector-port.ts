import type { CertificateView, ServerCheck } from '../../src-shared/ipc/server-schema.ts'
import type { ServerTarget } from './server-probe-port.ts'

export interface Inspection {
  readonly outcome: ServerCheck['outcome']
  /** As presented; null without TLS, or when there was no connection. */
  readonly certificate: CertificateView | null
  readonly clockSkewMs: number | null
}

/** Looks at a server that is not in use yet. Sends nothing to one whose certificate is not trusted. Never throws, takes 5 s at most. */
export interface ServerInspectorPort {
  inspect(target: ServerTarget): Promise<Inspection>
}
