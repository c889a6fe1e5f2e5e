import type { SampleAccount } from '../../src-shared/ipc/contract.ts'
import { createElectronTrialServer, type TrialServerOptions } from '../adapters/electron-trial-server.ts'
import type { StartedTrialServer, TrialServerPort } from '../ports/trial-server-port.ts'
import type { TrialRun } from '../services/server-choice-service.ts'

/** The embedded server over the life of the app: started when first needed, and again after it failed or ended. */
export function createTrialRun(options: TrialServerOptions): TrialRun {
  let server: TrialServerPort | undefined
  let started: Promise<StartedTrialServer> | undefined
  let url: string | null = null
  let accounts: readonly SampleAccount[] = []
  let stopping: Promise<void> = Promise.resolve()

  const forget = (): void => {
    started = undefined
  }

  async function start(): Promise<StartedTrialServer> {
    // Its data are its own again only when the run before has ended.
    await stopping
    server = createElectronTrialServer(options)
    try {
      const running = await server.start(forget)
      url = running.url
      if (running.accounts.length > 0) accounts = running.accounts
      printAccounts(running.accounts)
      return running
    } catch (error) {
      forget()
      options.log.warn('trial server did not start')
      throw error
    }
  }

  return {
    ensureStarted: () => (started ??= start()),
    url: () => url,
    accounts: () => accounts,
    stop() {
      const ended = server
      server = undefined
      url = null
      forget()
      stopping = stopping.then(() => ended?.stop())
      return stopping
    },
  }
}

/** Once, at the first start: they are nowhere else but on the login screen of this run. */
function printAccounts(accounts: readonly SampleAccount[]): void {
  if (accounts.length === 0) return
  const rows = accounts.map(({ role, loginId, password }) => `  ${role.padEnd(14)} ${loginId.padEnd(10)} ${password}`)
  process.stdout.write(['Sample accounts (shown once; start with --fresh for new ones):', ...rows, ''].join('\n'))
}
