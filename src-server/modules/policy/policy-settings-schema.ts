import { z } from 'zod'
import type { FieldError } from '../../../src-shared/errors/catalogue.ts'
import type { PolicyRow } from './policy-repository.ts'

/** The rules that an operator may set, by their columns. */
export type PolicySettings = Omit<PolicyRow, 'only'>
export type PolicyColumn = keyof PolicySettings

const wholeNumber = (lowest: number, highest: number) => {
  const says = `is not a whole number from ${lowest} to ${highest}`
  return z
    .string()
    .regex(/^\d{1,9}$/, says)
    .transform(Number)
    .refine((value) => value >= lowest && value <= highest, says)
}

const yesOrNo = z.enum(['true', 'false'], 'is neither true nor false').transform((text) => text === 'true')

const addressOrNone = z
  .string()
  .transform((text) => (text === '' || text === 'none' ? null : text))
  .refine((text) => text === null || z.email().max(254).safeParse(text).success, 'is neither a mail address nor none')

/** What each rule may be, from text. The bounds of the database hold besides; those here say why. */
const schemas = {
  temporary_min_length: wholeNumber(8, 32),
  temporary_max_length: wholeNumber(10, 32),
  temporary_default_length: wholeNumber(10, 32),
  administrator_may_edit: yesOrNo,
  helpdesk_may_edit: yesOrNo,
  // ASVS 6.2.1 and 6.2.9: at least 8, and at least 64 must be possible.
  new_min_length: wholeNumber(8, 64),
  new_max_length: wholeNumber(64, 1024),
  helpdesk_may_reissue_staff: yesOrNo,
  // Sights of a session are kept to the minute, so that a shorter time would end it while it is used.
  session_idle_seconds: wholeNumber(120, 86_400),
  session_absolute_seconds: wholeNumber(120, 2_592_000),
  sessions_per_user: wholeNumber(1, 100),
  offline_review_days: wholeNumber(0, 90),
  second_person_for_administrators: yesOrNo,
  reauthentication_seconds: wholeNumber(0, 86_400),
  operator_reissues_per_hour: wholeNumber(1, 1_000_000),
  security_contact_email: addressOrNone,
  slip_with_password: yesOrNo,
} as const satisfies Record<PolicyColumn, z.ZodType<PolicySettings[PolicyColumn], string>>

const changesSchema = z.strictObject(schemas).partial()
export type PolicyChanges = z.output<typeof changesSchema>

const isColumn = (name: string): name is PolicyColumn => Object.hasOwn(schemas, name)
export const policyColumns: readonly PolicyColumn[] = Object.keys(schemas).filter(isColumn)

/** `temporary_min_length` is called `temporaryMinLength` by operators. */
export const nameOfColumn = (column: PolicyColumn): string =>
  column.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

const columnsByName = new Map(policyColumns.map((column) => [nameOfColumn(column), column]))

/**
 * Reads assignments `name=value`. Every problem is told, and none of the values: one may be a password in the wrong
 * place (P22). `path` is the rule’s name, or which assignment it was when that names no rule.
 */
export function readPolicyChanges(assignments: readonly string[]): { changes: PolicyChanges; problems: FieldError[] } {
  const problems: FieldError[] = []
  const given = new Map<PolicyColumn, string>()
  for (const [index, assignment] of assignments.entries()) {
    const [name = '', ...rest] = assignment.split('=')
    const column = columnsByName.get(name.trim())
    const path = column ? nameOfColumn(column) : `assignment ${index + 1}`
    if (!column) problems.push(toProblem(path, 'names no rule; "policy" lists them'))
    else if (rest.length === 0) problems.push(toProblem(path, 'is not name=value'))
    else if (given.has(column)) problems.push(toProblem(path, 'is set twice'))
    else given.set(column, rest.join('=').trim())
  }
  // One by one, so that one wrong value does not hide whether the others fit together.
  let changes: PolicyChanges = {}
  for (const [column, text] of given) {
    const read = changesSchema.safeParse({ [column]: text })
    if (read.success) changes = { ...changes, ...read.data }
    else problems.push(toProblem(nameOfColumn(column), read.error.issues[0]?.message ?? 'is not valid'))
  }
  return { changes, problems }
}

/** What contradicts itself in a whole set of rules. */
export function findContradictions(rules: PolicySettings): FieldError[] {
  const pairs: readonly (readonly [smaller: PolicyColumn, larger: PolicyColumn])[] = [
    ['temporary_min_length', 'temporary_default_length'],
    ['temporary_default_length', 'temporary_max_length'],
    ['new_min_length', 'new_max_length'],
    ['session_idle_seconds', 'session_absolute_seconds'],
  ]
  return pairs
    .filter(([smaller, larger]) => Number(rules[smaller]) > Number(rules[larger]))
    .map(([smaller, larger]) => toProblem(nameOfColumn(smaller), `would be more than ${nameOfColumn(larger)}`))
}

const toProblem = (path: string, message: string): FieldError => ({ path, code: 'invalid', message })
