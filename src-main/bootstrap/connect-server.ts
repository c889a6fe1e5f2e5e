import type { SampleAccount } from '../../src-shared/ipc/contract.ts'
import { createElectronTrialServer, type TrialServerOptions } from '../adapters/electron-trial-server.ts'
import type { StartedTrialServer } from '../ports/trial-server-port.ts'
import type { Environment } from './environment.ts'

/** The server that the app talks to: a given one, or the trial server of this machine. */
export interface ConnectedServer {
  /** Resolves as soon as it can be called; rejects with an `AppError` when the trial server did not start. */
  readonly url: () => Promise<string>
  readonly trialAccounts: () => Promise<readonly SampleAccount[] | undefined>
  readonly close: () => Promise<void>
}

export function connectServer({ serverUrl }: Environment, trial: TrialServerOptions): ConnectedServer {
  if (serverUrl !== undefined) {
    return {
      url: () => Promise.resolve(serverUrl),
      trialAccounts: () => Promise.resolve(undefined),
      close: () => Promise.resolve(),
    }
  }
  const trialServer = createElectronTrialServer(trial)
  let started: Promise<StartedTrialServer> | undefined
  let accounts: readonly SampleAccount[] = []
  const forget = (): void => {
    started = undefined
  }
  /** Starts it at the first call, and again at the next one after it failed or ended: its data are still there. */
  const ensureStarted = (): Promise<StartedTrialServer> => {
    started ??= trialServer.start(forget).then(
      (server) => {
        if (server.accounts.length > 0) accounts = server.accounts
        printAccounts(server.accounts)
        return server
      },
      (error: unknown) => {
        forget()
        throw error
      },
    )
    return started
  }
  ensureStarted().catch(() => trial.log.warn('trial server did not start'))
  return {
    url: async () => (await ensureStarted()).url,
    async trialAccounts() {
      await ensureStarted()
      return accounts
    },
    close: () => trialServer.stop(),
  }
}

/** Once, at the first start: they are nowhere else but on the login screen of this run. */
function printAccounts(accounts: readonly SampleAccount[]): void {
  if (accounts.length === 0) return
  const rows = accounts.map(({ role, loginId, password }) => `  ${role.padEnd(14)} ${loginId.padEnd(10)} ${password}`)
  process.stdout.write(['Sample accounts (shown once; start with --fresh for new ones):', ...rows, ''].join('\n'))
}
