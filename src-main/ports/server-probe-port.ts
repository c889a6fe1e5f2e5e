import type { ConnectionView } from '../../src-shared/ipc/server-schema.ts'

/** A server, and the certificate that a person has confirmed for it, if the system does not vouch for it. */
export interface ServerTarget {
  readonly url: string
  readonly trustedFingerprint?: string
}

/** Why a server cannot be worked with. */
export type FailureReason = NonNullable<ConnectionView['reason']>

export type ProbeAnswer =
  | {
      readonly isReachable: true
      readonly roundTripMs: number
      /** How far the server’s clock is ahead, to a second or so; null when it tells no time. */
      readonly clockSkewMs: number | null
    }
  | { readonly isReachable: false; readonly reason: FailureReason }

/** How a call went, as far as the way to the server is concerned. */
export type Heard = { readonly isReachable: true } | { readonly isReachable: false; readonly reason: FailureReason }

export interface ServerProbePort {
  /** Asks the server whether it is there (`GET /healthz`, R14), at most a few seconds; never throws. */
  probe(): Promise<ProbeAnswer>
}
