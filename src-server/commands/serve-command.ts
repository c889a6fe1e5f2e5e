import { installLastResort } from '../last-resort.ts'
import type { TlsFiles } from '../listener.ts'
import { readConfiguration } from '../config/read-configuration.ts'
import type { SampleAccount } from '../sample/seed-sample.ts'
import { startServer, type RunningServer } from '../serve.ts'
import { exitCodes, type Command } from './command.ts'
import { withProgress } from './open-configured-database.ts'
import { configOption, parseArguments } from './parse-arguments.ts'
import type { Terminal } from './terminal.ts'

export const serveCommand: Command = {
  summary: 'serve [--sample]                 run the service',
  help: `saihakko-server serve [--sample] [--config FILE]

Runs the service until SIGTERM or SIGINT. Prints one line "listening on URL" to standard output when it is ready; logs go
to standard error as JSON. SIGHUP reads the certificate and its key again. The embedded database is brought up to date first; PostgreSQL by
the command migrate. Ends with 1 when the embedded database has crashed, for a supervisor to start it again.

  --sample        fill an empty embedded database with sample members, and show their passwords once
  --config FILE   settings from a YAML file; the environment has the last word`,

  async run(args, terminal) {
    const { values } = parseArguments(args, { ...configOption, sample: { type: 'boolean' } }, 0)
    const configuration = readConfiguration(terminal.env, values.config)
    const ended = waitForEnd()
    let running: RunningServer | undefined
    installLastResort({
      end: async () => await running?.close(),
      write: (line) => void process.stderr.write(line),
      exit: (code) => process.exit(code),
      process,
    })
    // Without TLS there is nothing to renew, but a supervisor's reload must not end the server; a terminal that closes may.
    if (configuration.tls || terminal.stdin.isTTY !== true)
      process.on(
        'SIGHUP',
        () => running && renewCertificate(running, () => readConfiguration(terminal.env, values.config).tls),
      )
    const server = await startServer({
      ...configuration,
      database: withProgress(configuration.database, terminal),
      sample: values.sample === true,
    })
    running = server
    terminal.clearProgress()
    if (server.metricsUrl !== undefined) server.log.info({ url: server.metricsUrl }, 'serving metrics')
    if (server.sampleAccounts) tellAccounts(server.sampleAccounts, terminal)
    terminal.print(`listening on ${server.url}`)
    const lost = await Promise.race([ended, server.lost])
    if (lost) server.log.fatal({ code: lost.code }, 'ending')
    await server.close()
    // R12: for the supervisor to start it again.
    if (lost) throw lost
    return exitCodes.done
  },
}

/** Listens from the start, so that a signal during a slow first start is not lost. */
function waitForEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve())
  })
}

/** Certificates are renewed while the server runs. A bad pair is told, and the old one stays. */
function renewCertificate({ renewCertificate: renew, log }: RunningServer, read: () => TlsFiles | undefined): void {
  try {
    const files = read()
    if (files) renew(files)
    log.info({ renewed: files !== undefined }, 'certificate read again')
  } catch (error) {
    log.error({ err: error, code: 'configuration_invalid' }, 'certificate not renewed')
  }
}

/** A plain table for the person at the terminal, outside of the log, and only at the moment the accounts are made. */
function tellAccounts(accounts: readonly SampleAccount[], terminal: Terminal): void {
  const rows = [
    ['memberId', 'loginId', 'password', 'role', 'userName'],
    ...accounts.map(({ memberId, loginId, password, role, userName }) => [memberId, loginId, password, role, userName]),
  ]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  terminal.tell('Sample accounts (shown once, kept nowhere):')
  for (const row of rows) terminal.tell(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
}
