import { describeApi } from '../describe-api.ts'
import { exitCodes, type Command } from './command.ts'
import { parseArguments } from './parse-arguments.ts'

export const openApiCommand: Command = {
  summary: 'openapi                          print the OpenAPI document',
  help: `saihakko-server openapi

Prints the OpenAPI 3.1 document that a server answers at GET /openapi.json. Needs no configuration and no database.`,

  async run(args, terminal) {
    parseArguments(args, {}, 0)
    terminal.printText((await describeApi()).trimEnd())
    return exitCodes.done
  },
}
