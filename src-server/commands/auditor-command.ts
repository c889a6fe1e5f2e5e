import { AppError } from '../../src-shared/errors/catalogue.ts'
import { readConfiguration } from '../config/read-configuration.ts'
import { changeAuditorRight } from '../modules/members/auditor-right-service.ts'
import { exitCodes, type Command } from './command.ts'
import { useDatabase } from './open-configured-database.ts'
import { configOption, parseArguments } from './parse-arguments.ts'

const options = {
  ...configOption,
  'login-id': { type: 'string' },
  grant: { type: 'boolean' },
  revoke: { type: 'boolean' },
} as const

export const auditorCommand: Command = {
  summary: 'auditor --login-id ID --grant    give the right to read the audit; --revoke takes it',
  help: `saihakko-server auditor --login-id ID --grant|--revoke [--config FILE]

Gives a user of the helpdesk the right to read the audit, or takes it. It holds from the user’s next request on, and is an
event of the audit itself.`,

  async run(args, terminal) {
    const { config, 'login-id': loginId, grant, revoke } = parseArguments(args, options, 0).values
    if (loginId === undefined || grant === revoke) {
      throw new AppError('usage', { detail: '--login-id and one of --grant and --revoke are needed' })
    }
    const configuration = readConfiguration(terminal.env, config)
    const right = grant === true ? 'granted' : 'revoked'
    const { user, changed } = await useDatabase(configuration, terminal, ({ db }) =>
      changeAuditorRight(db, { loginId, right }, () => new Date()),
    )
    terminal.print(`${changed ? right : `already ${right}`}: auditor, ${user.userId} of ${user.memberId}`)
    return exitCodes.done
  },
}
