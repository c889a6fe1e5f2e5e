import type { SampleAccount } from '../../src-shared/ipc/contract.ts'

/** The backend that runs on this machine for trying the program out. */
export interface TrialServerPort {
  /** Starts it; fails with the code that it reports, or `server_not_started`. */
  start(): Promise<{ readonly url: string; readonly accounts: readonly SampleAccount[] }>
  stop(): Promise<void>
}
