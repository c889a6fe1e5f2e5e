import { z } from 'zod'
import { userStates } from '../../../src-shared/api/users.ts'
import { roles } from '../../../src-shared/domain/roles.ts'
import type { ImportFormat } from './read-imported-rows.ts'

const requiredColumns = ['memberId', 'memberName', 'userId', 'loginId', 'userName', 'role'] as const
const optionalColumns = ['phone', 'fax', 'email', 'state', 'passwordHash'] as const
const importColumns = [...requiredColumns, ...optionalColumns] as const
export type ImportColumn = (typeof importColumns)[number]

/** Nothing is left of it by `foldSearchText`, which would take a million rows half of the time of reading them. */
const isBlank = (text: string): boolean => !/\S/u.test(text.normalize('NFKC'))

/** Text that people read: something visible, and no control characters, which could disguise it. */
export const importedTextSchema = z
  .string()
  .max(200, 'is longer than 200 characters')
  .refine((text) => !/\p{Cc}/u.test(text), 'has a control character')
  .refine((text) => text === '' || !isBlank(text), 'is blank')

export const requiredTextSchema = importedTextSchema.refine((text) => text !== '', 'is empty')
export const idSchema = requiredTextSchema
  .max(64, 'is longer than 64 characters')
  .regex(/^[\w.-]*$/, 'may hold letters, digits and . _ - only')
export const optionalTextSchema = importedTextSchema
  .max(100, 'is longer than 100 characters')
  .transform((text) => (text === '' ? null : text))

/** Verifiers that a login can check in reasonable time: argon2id up to 256 MiB and 20 passes, bcrypt up to cost 14. */
function isVerifier(text: string): boolean {
  const argon =
    /^\$argon2id\$v=19\$m=(\d{1,6}),t=(\d{1,2}),p=(\d{1,2})\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{22,128}$/.exec(text)
  if (argon)
    return (
      Number(argon[1]) >= 8 && Number(argon[1]) <= 262_144 && isBetween(argon[2], 1, 20) && isBetween(argon[3], 1, 16)
    )
  const bcrypt = /^\$2[ab]\$(\d\d)\$[./A-Za-z0-9]{53}$/.exec(text)
  return bcrypt !== null && isBetween(bcrypt[1], 4, 14)
}

const isBetween = (digits: string | undefined, low: number, high: number): boolean =>
  Number(digits) >= low && Number(digits) <= high

/** One row of the file. A column that the file does not have is undefined; an empty field is null. */
const importedUserSchema = z.object({
  memberId: idSchema,
  memberName: requiredTextSchema,
  userId: idSchema,
  loginId: requiredTextSchema.max(64, 'is longer than 64 characters'),
  userName: requiredTextSchema,
  role: z.enum(roles, `is not one of ${roles.join(', ')}`),
  phone: optionalTextSchema.optional(),
  fax: optionalTextSchema.optional(),
  email: importedTextSchema
    .max(254, 'is longer than 254 characters')
    .transform((text) => (text === '' ? null : text))
    .optional(),
  state: z
    .string()
    .transform((text) => (text === '' ? 'active' : text))
    .pipe(z.enum(userStates, `is not one of ${userStates.join(', ')}`))
    .optional(),
  passwordHash: z
    .string()
    .refine((text) => text === '' || isVerifier(text), 'is not a supported verifier ($argon2id$v=19$…, $2a$…, $2b$…)')
    .transform((text) => (text === '' ? null : text))
    .optional(),
})
export type ImportedUser = z.infer<typeof importedUserSchema>

export const importedUserFormat: ImportFormat<ImportColumn, ImportedUser> = {
  requiredColumns,
  columns: importColumns,
  schema: importedUserSchema,
}
