import type { SampleAccount } from '../../src-shared/ipc/contract.ts'

export interface StartedTrialServer {
  readonly url: string
  /** The sample’s accounts with their passwords; empty unless they were made at this start. */
  readonly accounts: readonly SampleAccount[]
}

/** The backend that runs on this machine for trying the program out. */
export interface TrialServerPort {
  /** Starts it; fails with the code that it reports, or `server_not_started`. `onEnded`: it ended unasked later on. */
  start(onEnded: () => void): Promise<StartedTrialServer>
  stop(): Promise<void>
}
