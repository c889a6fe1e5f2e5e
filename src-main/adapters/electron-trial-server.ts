import { once } from 'node:events'
import { utilityProcess, type UtilityProcess } from 'electron'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import { embeddedServerReportSchema, type EmbeddedServerCommand } from '../../src-shared/embedded-server-schema.ts'
import type { LogPort } from '../ports/log-port.ts'
import type { TrialServerPort } from '../ports/trial-server-port.ts'

const stopTimeoutMs = 10_000

export interface TrialServerOptions {
  /** The bundled entry of the server. */
  readonly modulePath: string
  readonly dataDir: string
  readonly log: LogPort
}

/** Runs the server in a process of its own: its database would block the window otherwise. */
export function createElectronTrialServer({ modulePath, dataDir, log }: TrialServerOptions): TrialServerPort {
  let child: UtilityProcess | undefined
  let isStopping = false
  const tell = (command: EmbeddedServerCommand): void => child?.postMessage(command)

  return {
    async start(onEnded) {
      const started = utilityProcess.fork(modulePath, [], { serviceName: 'saihakko-server', stdio: 'inherit' })
      child = started
      const report = await new Promise<unknown>((resolve) => {
        started.once('message', resolve)
        started.once('exit', (exitCode) =>
          resolve({ type: 'failed', code: 'server_not_started', detail: `exit ${exitCode}` }),
        )
        started.once('spawn', () => tell({ type: 'start', dataDir }))
      })
      const parsed = embeddedServerReportSchema.safeParse(report)
      if (!parsed.success) throw new AppError('server_not_started', { detail: 'unknown report' })
      if (parsed.data.type === 'failed') throw new AppError(parsed.data.code, { detail: parsed.data.detail })
      started.once('exit', (exitCode) => {
        if (isStopping) return
        log.warn('trial server ended', { exitCode })
        onEnded()
      })
      return { url: parsed.data.url, accounts: parsed.data.accounts }
    },

    async stop() {
      isStopping = true
      if (child?.pid === undefined) return
      const ended = once(child, 'exit')
      tell({ type: 'stop' })
      const giveUp = setTimeout(() => child?.kill(), stopTimeoutMs)
      await ended
      clearTimeout(giveUp)
    },
  }
}
