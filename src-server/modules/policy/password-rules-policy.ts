import {
  checkNewPassword,
  type NewPasswordRules,
  type NewPasswordViolation,
} from '../../../src-shared/domain/new-password.ts'
import {
  checkTemporaryPassword,
  type TemporaryPasswordRules,
  type TemporaryPasswordViolation,
} from '../../../src-shared/domain/temporary-password.ts'
import type { FieldError } from '../../../src-shared/errors/catalogue.ts'

export interface NamedUser {
  readonly loginId: string
  readonly userName: string
  readonly memberName: string
}

/** What a stranger would try first (ASVS 6.2.11): the login ID, the names, and each word of them. */
export const personalWordsOf = ({ loginId, userName, memberName }: NamedUser): string[] => [
  ...new Set([loginId, userName, memberName, ...`${userName} ${memberName}`.split(/\s+/u)]),
]

const messages: Readonly<Record<NewPasswordViolation | TemporaryPasswordViolation, string>> = {
  too_short: 'is too short',
  too_long: 'is too long',
  full_width: 'holds full-width letters or digits',
  forbidden_character: 'holds something other than half-width letters and digits',
  control_character: 'holds a control character',
  too_simple: 'is too easy to guess',
  contains_personal_word: 'holds the login ID or a name',
  same_as_current: 'is the current one',
}

/** Everything wrong with a temporary password as field errors of `temporaryPassword`; empty when it may be issued (P2). */
export const findTemporaryPasswordErrors = (
  value: string,
  rules: TemporaryPasswordRules,
  user: NamedUser,
): FieldError[] =>
  checkTemporaryPassword(value, rules, personalWordsOf(user)).map((code) =>
    describeViolation('temporaryPassword', code),
  )

/** Everything wrong with a chosen password as field errors of `newPassword`; `current` is known to be right (P5). */
export function findNewPasswordErrors(
  value: string,
  current: string,
  rules: NewPasswordRules,
  user: NamedUser,
): FieldError[] {
  const violations = checkNewPassword(value, rules, personalWordsOf(user))
  if (value === current) violations.push('same_as_current')
  return violations.map((code) => describeViolation('newPassword', code))
}

const describeViolation = (path: string, code: NewPasswordViolation | TemporaryPasswordViolation): FieldError => ({
  path,
  code,
  message: messages[code],
})
