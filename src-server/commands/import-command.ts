import { open } from 'node:fs/promises'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import { readConfiguration } from '../config/read-configuration.ts'
import type { ImportProblems } from '../modules/members/import-problem.ts'
import { importUsers } from '../modules/members/import-service.ts'
import { exitCodes, type Command } from './command.ts'
import { useDatabase } from './open-configured-database.ts'
import { configOption, parseArguments } from './parse-arguments.ts'
import type { Terminal } from './terminal.ts'

export const importCommand: Command = {
  summary: 'import FILE.csv [--dry-run]      take over users from a CSV file',
  help: `saihakko-server import FILE.csv [--dry-run] [--config FILE]

Takes over users from a CSV file in UTF-8 with the header
  memberId,memberName,userId,loginId,userName,role,phone,fax,email,state,passwordHash
in any order; the last five columns are optional. role: staff, administrator, helpdesk. state: active (default), disabled.
passwordHash: "$argon2id$…" (in quotes: it holds commas), $2a$… or $2b$…; without it a user cannot log in until a reissue.
Users that exist (by userId) are updated: columns that the file lacks, and passwords, are left alone.
Everything or nothing: with errors (line N: column: what) nothing is changed and the exit code is 1.

  --dry-run       check the file and change nothing`,

  async run(args, terminal) {
    const { values, positionals } = parseArguments(args, { ...configOption, 'dry-run': { type: 'boolean' } }, 1)
    const isDryRun = values['dry-run'] === true
    const configuration = readConfiguration(terminal.env, values.config)
    const file = await openFile(positionals[0] ?? '')
    try {
      const outcome = await useDatabase(configuration, terminal, ({ db }) =>
        importUsers({
          db,
          chunks: file.createReadStream({ autoClose: false }),
          clock: () => new Date(),
          isDryRun,
          onProgress: (rows) => terminal.showProgress(`${rows} rows read …`),
        }),
      )
      terminal.clearProgress()
      if (!outcome.imported) return tellProblems(outcome.problems, terminal)
      terminal.print(
        `${isDryRun ? 'would have imported' : 'imported'} ${outcome.users} users, ${outcome.members} members`,
      )
      return exitCodes.done
    } finally {
      await file.close()
    }
  },
}

async function openFile(path: string) {
  try {
    return await open(path, 'r')
  } catch (cause) {
    throw new AppError('file_unreadable', { detail: path }, { cause })
  }
}

function tellProblems({ first, count }: ImportProblems, terminal: Terminal): number {
  for (const { line, column, what } of first) terminal.tell(`line ${line}: ${column}: ${what}`)
  if (count > first.length) terminal.tell(`… and ${count - first.length} more`)
  terminal.tell(`nothing imported: ${count} ${count === 1 ? 'error' : 'errors'}`)
  return exitCodes.failed
}
