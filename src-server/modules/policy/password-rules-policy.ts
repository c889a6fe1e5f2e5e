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

/** As many characters of an attribute in a row make a directory refuse a password (389 DS: `passwordMinTokenLength`). */
const PIECE_LENGTH = 3

export interface DescribedUser extends NamedUser {
  readonly userId: string
  readonly email: string | null
}

/**
 * The personal words of a user who lives in a directory: besides them every piece of three characters of what the entry says,
 * since 389 DS and Active Directory refuse passwords with a piece of the user’s attributes in them.
 */
export function directoryWordsOf(user: DescribedUser): string[] {
  const { loginId, userId, userName, email } = user
  const runs = [loginId, userId, userName, email ?? ''].flatMap(
    (text) =>
      text
        .normalize('NFKC')
        .toLowerCase()
        .match(/[a-z0-9]+/g) ?? [],
  )
  const pieces = runs.flatMap((run) =>
    Array.from({ length: Math.max(0, run.length - PIECE_LENGTH + 1) }, (_, at) => run.slice(at, at + PIECE_LENGTH)),
  )
  return [...new Set([...personalWordsOf(user), ...pieces])]
}

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
