import type { Session } from '../../src-shared/api/sessions.ts'
import type { SessionView } from '../../src-shared/ipc/contract.ts'

/** Somebody is logged in. `token` and `loginPassword` never leave the session service, but for the vault (P19). */
export interface LoggedIn {
  readonly token: string
  readonly session: Session
  readonly locked: boolean
  readonly lockedBecause?: SessionView['lockedBecause']
  /** The password was judged on this machine: the server has not been asked whether the session lives. */
  readonly isOffline?: boolean
  /** Kept only while a new password has to be chosen, so that the temporary one need not be typed twice. */
  readonly loginPassword?: string
}

/** `expired`: the server’s idle or absolute limit (P13). Without a reason the person asked for it. */
export type LockReason = NonNullable<SessionView['lockedBecause']> | 'expired'

/** What the page may know of it. */
export const viewOf = (current: LoggedIn | undefined, endedBecause: SessionView['endedBecause']): SessionView => ({
  session: current?.session ?? null,
  locked: current?.locked ?? false,
  isOffline: current?.isOffline ?? false,
  ...(endedBecause === undefined ? {} : { endedBecause }),
  ...(current?.lockedBecause === undefined ? {} : { lockedBecause: current.lockedBecause }),
})
