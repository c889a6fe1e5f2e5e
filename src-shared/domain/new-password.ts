import { containsWord } from './password-words.ts'

/** What the policy asks of a password that a user chooses. Lengths are in Unicode code points. */
export interface NewPasswordRules {
  readonly minLength: number
  readonly maxLength: number
}

export const newPasswordViolations = [
  'too_short',
  'too_long',
  'control_character',
  'too_simple',
  'contains_personal_word',
  'same_as_current',
] as const
export type NewPasswordViolation = (typeof newPasswordViolations)[number]

/**
 * Everything that is wrong with a password that a user chooses; empty when it may be set. Any character is welcome and no
 * mixture is demanded (ASVS 6.2.5, NIST SP 800-63B-4 §3.1.1.2); what is refused is what a guesser tries first.
 * `same_as_current` is for the server alone to find: only it can compare with the verifier.
 */
export function checkNewPassword(
  value: string,
  rules: NewPasswordRules,
  personalWords: readonly string[] = [],
): NewPasswordViolation[] {
  const found: NewPasswordViolation[] = []
  const characters = [...value]
  if (characters.length < rules.minLength) found.push('too_short')
  if (characters.length > rules.maxLength) found.push('too_long')
  if (/\p{Cc}/u.test(value)) found.push('control_character')
  if (isTooSimple(value)) found.push('too_simple')
  if (containsWord(value, personalWords)) found.push('contains_personal_word')
  return found
}

const keyboardRuns = 'abcdefghijklmnopqrstuvwxyz 01234567890 qwertyuiop asdfghjkl zxcvbnm'

/** Repetitions of up to four characters, keyboard and alphabet runs, and the classics, with digits around them. */
function isTooSimple(value: string): boolean {
  const lower = value.toLowerCase()
  if (lower === '') return false
  if (/^(.{1,4})\1+.{0,3}$/u.test(lower)) return true
  const core = lower.replace(/^[^a-z]+|[^a-z]+$/g, '')
  if (['password', 'passw0rd', 'letmein', 'welcome', 'iloveyou', 'changeme', 'qwerty'].includes(core)) return true
  const backwards = [...lower].toReversed().join('')
  return keyboardRuns.includes(lower) || keyboardRuns.includes(backwards)
}
