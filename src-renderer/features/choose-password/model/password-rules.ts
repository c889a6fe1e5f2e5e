import type { SessionUser } from '../../../../src-shared/api/sessions.ts'
import type { FieldError } from '../../../../src-shared/errors/catalogue.ts'
import {
  checkNewPassword,
  newPasswordViolations,
  type NewPasswordViolation,
} from '../../../../src-shared/domain/new-password.ts'
import type { NewPasswordRules } from '../../../../src-shared/domain/new-password.ts'

export interface NewPasswordCheck {
  readonly violations: readonly NewPasswordViolation[]
  readonly same: boolean
  readonly acceptable: boolean
}

/** What stands against the entry, as far as this machine can tell; the server checks again and knows more. */
export function checkEntry(entry: string, again: string, rules: NewPasswordRules, user: SessionUser): NewPasswordCheck {
  const violations = checkNewPassword(entry, rules, [user.loginId, user.userName, user.memberName])
  const same = entry !== '' && entry === again
  return { violations, same, acceptable: violations.length === 0 && same }
}

/** The violations among the server's field errors; unknown ones are left to the general message. */
export function toViolations(fields: readonly FieldError[] = []): NewPasswordViolation[] {
  return newPasswordViolations.filter((violation) => fields.some((field) => field.code === violation))
}
