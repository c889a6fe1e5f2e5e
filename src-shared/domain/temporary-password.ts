import { containsWord } from './password-words.ts'

/** Letters and digits without `0 O o 1 l I`, which are mixed up when read aloud or copied by hand. */
export const temporaryPasswordAlphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789'

/** The portal's outer limit, whatever the policy says (seed: 半角英数32文字以内). */
export const temporaryPasswordLimit = 32

export interface TemporaryPasswordRules {
  readonly minLength: number
  readonly maxLength: number
}

export const temporaryPasswordViolations = [
  'too_short',
  'too_long',
  'full_width',
  'forbidden_character',
  'contains_personal_word',
] as const
export type TemporaryPasswordViolation = (typeof temporaryPasswordViolations)[number]

/**
 * Everything that is wrong with a temporary password, in the order in which it is best told; empty when it may be issued.
 * `personalWords`: the login ID, the names: what a stranger would try first (ASVS 6.2.11).
 * Nothing is changed silently (ASVS 6.2.8): full-width input is named as such, and `toHalfWidth` mends it when asked.
 */
export function checkTemporaryPassword(
  value: string,
  rules: TemporaryPasswordRules,
  personalWords: readonly string[] = [],
): TemporaryPasswordViolation[] {
  const found: TemporaryPasswordViolation[] = []
  const length = [...value].length
  if (length < rules.minLength) found.push('too_short')
  if (length > Math.min(rules.maxLength, temporaryPasswordLimit)) found.push('too_long')
  if (!/^[A-Za-z0-9]*$/.test(value)) {
    found.push(/^[A-Za-z0-9]*$/.test(toHalfWidth(value)) ? 'full_width' : 'forbidden_character')
  }
  if (containsWord(value, personalWords)) found.push('contains_personal_word')
  return found
}

/** Turns full-width letters and digits (Ａ１) into half-width ones and leaves everything else as it is. */
export function toHalfWidth(value: string): string {
  return value.replace(/[Ａ-Ｚａ-ｚ０-９]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
}

/** A uniformly random integer from 0 up to, but not including, `limit`; from a cryptographic source (ASVS 11.5.1). */
export type RandomInt = (limit: number) => number

/**
 * A temporary password of `length` characters, uniform over all strings of the alphabet that hold an upper-case letter,
 * a lower-case letter and a digit and no forbidden or personal word. Drawn as a whole until it fits: placing one of each
 * class by force would bias the rest (P1). At the smallest length, 10, about one draw in four is thrown away.
 */
export function generateTemporaryPassword(
  length: number,
  randomInt: RandomInt,
  personalWords: readonly string[] = [],
): string {
  if (length < 3 || length > temporaryPasswordLimit)
    throw new RangeError(`length ${length} is outside 3–${temporaryPasswordLimit}`)
  for (;;) {
    let drawn = ''
    for (let i = 0; i < length; i += 1)
      drawn += temporaryPasswordAlphabet.charAt(randomInt(temporaryPasswordAlphabet.length))
    const hasEachClass = /[A-Z]/.test(drawn) && /[a-z]/.test(drawn) && /[0-9]/.test(drawn)
    if (hasEachClass && !containsWord(drawn, unspeakableWords) && !containsWord(drawn, personalWords)) return drawn
  }
}

/** Words that nobody should have to read out to a customer; matched without regard to case and to look-alike digits. */
const unspeakableWords = [
  'ass',
  'cunt',
  'dick',
  'fuck',
  'kill',
  'nazi',
  'piss',
  'porn',
  'sex',
  'shit',
  'slut',
  'suck',
  'baka',
  'aho',
  'kuso',
  'shine',
  'chin',
  'manko',
  'hitler',
  'hell',
  'damn',
  'fag',
  'rape',
  'tit',
  'die',
]
