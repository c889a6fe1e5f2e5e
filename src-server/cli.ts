import { isMainThread } from 'node:worker_threads'
import { auditCommand } from './commands/audit-command.ts'
import { auditorCommand } from './commands/auditor-command.ts'
import { createUserCommand } from './commands/create-user-command.ts'
import { exitCodes, type Command } from './commands/command.ts'
import { doctorCommand } from './commands/doctor-command.ts'
import { importCommand } from './commands/import-command.ts'
import { importMembersCommand } from './commands/import-members-command.ts'
import { migrateCommand } from './commands/migrate-command.ts'
import { openApiCommand } from './commands/openapi-command.ts'
import { policyCommand } from './commands/policy-command.ts'
import { reportFailure } from './commands/report-failure.ts'
import { serveCommand } from './commands/serve-command.ts'
import { createProcessTerminal, type Terminal } from './commands/terminal.ts'
import { settingNames } from './config/configuration-schema.ts'

const commands: Readonly<Record<string, Command>> = {
  serve: serveCommand,
  migrate: migrateCommand,
  import: importCommand,
  'import-members': importMembersCommand,
  'create-user': createUserCommand,
  auditor: auditorCommand,
  policy: policyCommand,
  audit: auditCommand,
  doctor: doctorCommand,
  openapi: openApiCommand,
}

const help = `saihakko-server COMMAND [--config FILE]

${Object.values(commands)
  .map(({ summary }) => `  ${summary}`)
  .join('\n')}

Settings come from the environment or a YAML file (in parentheses: the name there):
${Object.entries(settingNames)
  .map(([name, variable]) => `  ${variable.padEnd(26)} (${name})`)
  .join('\n')}
"saihakko-server COMMAND --help" tells more. Exit codes: 0 done, 1 failed, 2 called or configured wrongly.`

/** Runs one command and resolves with the exit code. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name = '', ...rest] = args
  if (['--help', '-h', 'help'].includes(name)) {
    terminal.printText(help)
    return exitCodes.done
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) {
    for (const line of help.split('\n')) terminal.tell(line)
    return exitCodes.misused
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.printText(command.help)
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
  // A reader that has seen enough (`doctor | head`) is no failure.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  process.exitCode = await runCommandLine(process.argv.slice(2), createProcessTerminal())
  // Nothing is left to do; a handle left open somewhere must not keep the process.
  process.stdout.write('', () => process.exit())
}
