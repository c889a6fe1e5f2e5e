import { AppError } from '../../src-shared/errors/catalogue.ts'
import { readConfiguration } from '../config/read-configuration.ts'
import { changePolicy, listRules } from '../modules/policy/policy-change-service.ts'
import { exitCodes, type Command } from './command.ts'
import { useDatabase } from './open-configured-database.ts'
import { configOption, parseArguments } from './parse-arguments.ts'

const options = { ...configOption, set: { type: 'string', multiple: true } } as const

export const policyCommand: Command = {
  summary: 'policy [--set NAME=VALUE …]      print the rules of this deployment, or change some',
  help: `saihakko-server policy [--set NAME=VALUE …] [--config FILE]

Prints all rules, one NAME=VALUE a line. With --set changes the rules named, all or none; every problem is listed. A change
holds at once for every server over the database, and is an event of the audit.

  --set temporaryMinLength=10 secondPersonForAdministrators=true securityContactEmail=none`,

  async run(args, terminal) {
    const { values, positionals } = parseArguments(args, options, 'any')
    const assignments = [...(values.set ?? []), ...positionals]
    if (values.set === undefined && positionals.length > 0) {
      throw new AppError('usage', { detail: 'rules are changed by --set NAME=VALUE …' })
    }
    const configuration = readConfiguration(terminal.env, values.config)
    await useDatabase(configuration, terminal, async ({ db }) => {
      if (assignments.length === 0) {
        for (const { name, value } of await listRules(db)) terminal.print(`${name}=${value}`)
        return
      }
      const changed = await changePolicy(db, assignments, () => new Date())
      for (const { name, before, value } of changed) terminal.print(`${name}=${value} (was ${before})`)
      if (changed.length === 0) terminal.print('nothing changed')
    })
    return exitCodes.done
  },
}
