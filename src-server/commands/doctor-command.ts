import { AppError } from '../../src-shared/errors/catalogue.ts'
import { readConfiguration, type Configuration } from '../config/read-configuration.ts'
import { examine } from '../doctor/examine.ts'
import { fail, formatFinding, ok, type Finding } from '../doctor/finding.ts'
import { exitCodes, type Command } from './command.ts'
import { configOption, parseArguments } from './parse-arguments.ts'

export const doctorCommand: Command = {
  summary: 'doctor                           check what a server stands on, and say what to do',
  help: `saihakko-server doctor [--write-check LOGIN-ID] [--config FILE]

Checks the configuration, the data directory, the certificate, the database, the directories and the mail server, one line each:

  ok    what: what was found
  warn  what: what was found. What to do
  fail  what: what was found. What to do

Changes nothing and prints no secret. Exit code 1 when a line says fail.

  --write-check LOGIN-ID   a test account in a directory, whose password is reset to prove that the rights are enough;
                           nobody can log in with it afterwards until it is given a new one`,

  async run(args, terminal) {
    const { values } = parseArguments(args, { ...configOption, 'write-check': { type: 'string' } }, 0)
    const levels = new Set<Finding['level']>()
    const tell = (finding: Finding): void => {
      levels.add(finding.level)
      terminal.print(formatFinding(finding))
    }
    const configuration = readOrTell(() => readConfiguration(terminal.env, values.config), tell)
    if (configuration) {
      for await (const finding of examine(configuration, {
        clock: () => new Date(),
        writeCheck: values['write-check'],
      }))
        tell(finding)
    }
    return levels.has('fail') ? exitCodes.failed : exitCodes.done
  },
}

/** Without a configuration there is nothing else to look at. */
function readOrTell(read: () => Configuration, tell: (finding: Finding) => void): Configuration | undefined {
  const what = 'configuration'
  try {
    const configuration = read()
    tell(ok(what, `serves on ${configuration.listen.host}:${configuration.listen.port}`))
    return configuration
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    for (const { path, message } of error.facts.fields ?? []) tell(fail(what, `${path} ${message}`, 'Correct it'))
    return undefined
  }
}
