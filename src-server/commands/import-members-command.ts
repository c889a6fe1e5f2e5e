import { importMembers } from '../modules/members/import-service.ts'
import type { Command } from './command.ts'
import { runImportCommand } from './run-import-command.ts'

export const importMembersCommand: Command = {
  summary: 'import-members FILE.csv          take over members, and the facts that a verification asks for',
  help: `saihakko-server import-members FILE.csv [--dry-run] [--config FILE]

Takes over members from a CSV file in UTF-8 with the header
  memberId,memberName,timeZone,address,representative,contractNumber,phone
in any order; the last five columns are optional. timeZone: a name such as Asia/Tokyo (the default). address, representative,
contractNumber and phone are the facts that an identity verification may ask for; the phone is also a number to call back.
They never leave the server, and no message shows them. An empty field removes a fact.
Members that exist (by memberId) are updated: columns that the file lacks are left alone.
Everything or nothing: with errors (line N: column: what) nothing is changed and the exit code is 1.

  --dry-run       check the file and change nothing`,

  run: (args, terminal) => runImportCommand(args, terminal, importMembers, ({ members }) => `${members} members`),
}
