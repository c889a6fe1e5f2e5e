import type { SampleAccount } from '../../src-shared/ipc/contract.ts'
import { createElectronTrialServer, type TrialServerOptions } from '../adapters/electron-trial-server.ts'
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
  const started = trialServer.start()
  started.then(
    ({ accounts }) => printAccounts(accounts),
    () => trial.log.warn('trial server did not start'),
  )
  return {
    url: async () => (await started).url,
    trialAccounts: async () => (await started).accounts,
    close: () => trialServer.stop(),
  }
}

/** Once, at the first start: they are nowhere else but on the login screen of this run. */
function printAccounts(accounts: readonly SampleAccount[]): void {
  if (accounts.length === 0) return
  const rows = accounts.map(({ role, loginId, password }) => `  ${role.padEnd(14)} ${loginId.padEnd(10)} ${password}`)
  process.stdout.write(['Sample accounts (shown once; start with --fresh for new ones):', ...rows, ''].join('\n'))
}
