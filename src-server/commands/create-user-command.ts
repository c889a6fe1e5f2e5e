import { z } from 'zod'
import { checkNewPassword } from '../../src-shared/domain/new-password.ts'
import { memberIdSchema, userIdSchema } from '../../src-shared/domain/identifiers.ts'
import { roleSchema } from '../../src-shared/domain/roles.ts'
import { AppError, type FieldError } from '../../src-shared/errors/catalogue.ts'
import { readConfiguration } from '../config/read-configuration.ts'
import { createUser } from '../modules/members/create-user-service.ts'
import { importedTextSchema } from '../modules/members/imported-user-schema.ts'
import { createPolicyService } from '../modules/policy/policy-service.ts'
import { createServerPasswords } from '../serve.ts'
import { exitCodes, type Command } from './command.ts'
import { useDatabase } from './open-configured-database.ts'
import { configOption, parseArguments } from './parse-arguments.ts'
import type { Terminal } from './terminal.ts'

const options = {
  ...configOption,
  'member-id': { type: 'string' },
  'member-name': { type: 'string' },
  'login-id': { type: 'string' },
  'user-id': { type: 'string' },
  'user-name': { type: 'string' },
  role: { type: 'string' },
  auditor: { type: 'boolean' },
} as const

const newUserSchema = z.object({
  'member-id': memberIdSchema,
  'member-name': importedTextSchema.optional(),
  'login-id': importedTextSchema.max(64),
  'user-id': userIdSchema.optional(),
  'user-name': importedTextSchema,
  role: roleSchema,
  auditor: z.literal(true).optional(),
})

export const createUserCommand: Command = {
  summary: 'create-user …                    make one user; the password comes from standard input',
  help: `saihakko-server create-user --member-id ID --login-id ID --user-name NAME --role ROLE
                            [--user-id ID] [--member-name NAME] [--auditor] [--config FILE]

Makes one user. ROLE is staff, administrator or helpdesk. The password is one line on standard input, never an argument:
arguments are seen by every user of the machine. A member that does not exist yet is made, and needs --member-name.
Without --user-id the user ID is the login ID. --auditor gives a user of the helpdesk the right to read the audit.`,

  async run(args, terminal) {
    const { config, ...given } = parseArguments(args, options, 0).values
    const parsed = newUserSchema.safeParse(given)
    if (!parsed.success) throw new AppError('usage', { fields: parsed.error.issues.map(toField) })
    const isAuditor = parsed.data.auditor === true
    if (isAuditor && parsed.data.role !== 'helpdesk') {
      throw new AppError('usage', { detail: '--auditor is for the role helpdesk' })
    }
    const configuration = readConfiguration(terminal.env, config)
    const password = await readPassword(terminal)
    const { 'login-id': loginId, 'user-name': userName, role, 'member-id': memberId } = parsed.data
    const userId = parsed.data['user-id'] ?? userIdSchema.parse(loginId)
    await useDatabase(configuration, terminal, async ({ db }) => {
      const { newPassword } = await createPolicyService().readRules(db)
      const violations = checkNewPassword(password, newPassword, [loginId, userId, userName])
      if (violations.length > 0) {
        throw new AppError('password_policy', {
          fields: violations.map((code) => ({ path: 'password', code, message: code })),
        })
      }
      const verifier = await createServerPasswords().hash(password)
      await createUser(db, {
        memberId,
        memberName: parsed.data['member-name'],
        userId,
        loginId,
        userName,
        role,
        isAuditor,
        verifier,
        at: new Date(),
      })
    })
    terminal.print(`created ${userId} of ${memberId}`)
    return exitCodes.done
  },
}

const toField = (issue: z.core.$ZodIssue): FieldError => ({
  path: `--${String(issue.path[0])}`,
  code: 'invalid',
  message: issue.message,
})

/** The first line of standard input, without its end and otherwise exactly as given. */
async function readPassword({ stdin, tell }: Terminal): Promise<string> {
  if (stdin.isTTY) tell('Password (one line; it is shown as you type):')
  const chunks: Uint8Array[] = []
  for await (const chunk of stdin) {
    chunks.push(Buffer.from(chunk))
    if (chunks.reduce((sum, { length }) => sum + length, 0) > 4096 || Buffer.from(chunk).includes('\n')) break
  }
  const [line = ''] = Buffer.concat(chunks).toString('utf8').split(/\r?\n/)
  if (line === '') throw new AppError('usage', { detail: 'no password on standard input' })
  return line
}
