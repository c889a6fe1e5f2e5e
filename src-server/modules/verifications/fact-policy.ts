import { verificationFacts, type VerificationFact } from '../../../src-shared/api/verification-facts.ts'
import { foldSearchText } from '../../../src-shared/domain/search-text.ts'

/** What is on file of a member and one of its users. It is compared here and leaves the server only in hints of numbers. */
export interface FactsOnFile extends Readonly<Record<VerificationFact, string | null>> {
  /** Of the user called for. */
  readonly userPhone: string | null
}

export interface CallbackNumber {
  readonly id: 'member' | 'user'
  readonly masked: string
}

const labels: Readonly<Record<VerificationFact, string>> = {
  address: 'Registered address',
  representative: 'Representative',
  contractNumber: 'Contract number',
  phone: 'Main phone number',
}

/** Letters and digits alone, folded as for searching: blanks, punctuation, width, kana and variants are no difference. */
const bareText = (text: string | null): string => foldSearchText(text ?? '').replace(/[^\p{L}\p{N}]/gu, '')

/** What a caller can be asked for: the facts that the member has on file. */
export const offerFacts = (file: FactsOnFile): { fact: VerificationFact; label: string }[] =>
  verificationFacts.filter((fact) => bareText(file[fact]) !== '').map((fact) => ({ fact, label: labels[fact] }))

/** Whether an answer is what is on file. A fact that is not on file matches nothing, not even an empty answer. */
export function matchesFact(file: FactsOnFile, fact: VerificationFact, answer: string): boolean {
  const onFile = bareText(file[fact])
  return onFile !== '' && bareText(answer) === onFile
}

/** The numbers that may be called back (H1): those on file, never one that a caller gives. */
export function listCallbackNumbers({ phone, userPhone }: FactsOnFile): CallbackNumber[] {
  const numbers = [
    { id: 'member', number: phone },
    { id: 'user', number: userPhone },
  ] as const
  return numbers.flatMap(({ id, number }) =>
    number !== null && /\p{Nd}/u.test(number) ? [{ id, masked: maskNumber(number) }] : [],
  )
}

const SHOWN_DIGITS = 4
const isDigit = (character: string): boolean => /\p{Nd}/u.test(character)

/** Hides every letter and digit but the last four digits, and of a short number at least half. */
export function maskNumber(number: string): string {
  const characters = [...number.trim()]
  const digits = characters.filter(isDigit).length
  let hidden = digits - Math.min(SHOWN_DIGITS, Math.floor(digits / 2))
  return characters
    .map((character) => {
      if (!isDigit(character)) return /\p{L}/u.test(character) ? '*' : character
      hidden -= 1
      return hidden >= 0 ? '*' : character
    })
    .join('')
}
