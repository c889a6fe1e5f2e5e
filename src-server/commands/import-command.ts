import { importUsers } from '../modules/members/import-service.ts'
import type { Command } from './command.ts'
import { runImportCommand } from './run-import-command.ts'

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

  run: (args, terminal) =>
    runImportCommand(args, terminal, importUsers, ({ users, members }) => `${users} users, ${members} members`),
}
