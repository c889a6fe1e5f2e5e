import { isMainThread } from 'node:worker_threads'
import { createUserCommand } from './commands/create-user-command.ts'
import { exitCodes, type Command } from './commands/command.ts'
import { importCommand } from './commands/import-command.ts'
import { migrateCommand } from './commands/migrate-command.ts'
import { reportFailure } from './commands/report-failure.ts'
import { serveCommand } from './commands/serve-command.ts'
import { createProcessTerminal, type Terminal } from './commands/terminal.ts'

const commands: Readonly<Record<string, Command>> = {
  serve: serveCommand,
  migrate: migrateCommand,
  import: importCommand,
  'create-user': createUserCommand,
}

const help = `saihakko-server COMMAND [--config FILE]

${Object.values(commands)
  .map(({ summary }) => `  ${summary}`)
  .join('\n')}

Settings come from the environment (SAIHAKKO_LISTEN, SAIHAKKO_DATA_DIR, SAIHAKKO_DATABASE_URL, SAIHAKKO_TLS_CERT,
SAIHAKKO_TLS_KEY, SAIHAKKO_LOG_LEVEL) or a YAML file (listen, dataDir, databaseUrl, tlsCert, tlsKey, logLevel).
"saihakko-server COMMAND --help" tells more. Exit codes: 0 done, 1 failed, 2 called or configured wrongly.`

/** Runs one command and resolves with the exit code. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name = '', ...rest] = args
  if (['--help', '-h', 'help'].includes(name)) {
    terminal.print(help)
    return exitCodes.done
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) {
    terminal.tell(help)
    return exitCodes.misused
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.print(command.help)
    return exitCodes.done
  }
  try {
    return await command.run(rest, terminal)
  } catch (error) {
    terminal.clearProgress()
    return reportFailure(error, terminal)
  }
}

// A bundle may load this file from a worker's chunk; only the program itself runs it.
if (import.meta.main && isMainThread) {
  process.exitCode = await runCommandLine(process.argv.slice(2), createProcessTerminal())
  // Nothing is left to do; a handle left open somewhere must not keep the process.
  process.stdout.write('', () => process.exit())
}
