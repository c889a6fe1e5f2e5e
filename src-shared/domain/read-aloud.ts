import { digitWords, kindWords, letterNamesJapanese, letterWords } from './read-aloud-words.ts'
import type { Language } from './time.ts'

/** The words that letters are spelt with: those of a call centre, or the ICAO alphabet. */
export type VerbalAlphabet = 'call-centre' | 'nato'

export type CharacterKind = 'upper' | 'lower' | 'digit'

export interface SpokenCharacter {
  readonly character: string
  readonly kind: CharacterKind
  /** `大文字` · `capital`. */
  readonly kindWord: string
  /** `大文字のA` · `capital A`. */
  readonly name: string
  /** What makes it unmistakable: `アメリカのA`, `なな` · `Alfa`, `seven`. */
  readonly word: string
  /** Name and word, as they stand on the screen and as a screen reader says them: `大文字のA アメリカのA` (U19). */
  readonly reading: string
  /** The same for a voice that is to say it: no character in it that an engine could read in two ways. */
  readonly spoken: string
}

export interface ReadAloudChoice {
  readonly language: Language
  readonly alphabet: VerbalAlphabet
}

/** As many characters are said in one breath, and repeated by the caller before the next (U11, U12). */
export const readAloudGroupLength = 4

/**
 * How each character of a temporary password is said on the phone, kind first, since that is what gets lost (U9).
 * Takes half-width letters and digits; throws a RangeError, without the character, for anything else.
 */
export function readAloud(password: string, choice: ReadAloudChoice): SpokenCharacter[] {
  return [...password].map((character) => (choice.language === 'ja' ? sayInJapanese : sayInEnglish)(character, choice))
}

/** In groups of four, as they are shown and said. */
export function groupForReading<Item>(items: readonly Item[]): Item[][] {
  const count = Math.ceil(items.length / readAloudGroupLength)
  return Array.from({ length: count }, (_, group) =>
    items.slice(group * readAloudGroupLength, (group + 1) * readAloudGroupLength),
  )
}

export function kindOf(character: string): CharacterKind {
  if (/^[A-Z]$/.test(character)) return 'upper'
  if (/^[a-z]$/.test(character)) return 'lower'
  if (/^[0-9]$/.test(character)) return 'digit'
  throw new RangeError('only half-width letters and digits can be read aloud')
}

function sayInJapanese(character: string, { alphabet }: ReadAloudChoice): SpokenCharacter {
  const kind = kindOf(character)
  const kindWord = kindWords.ja[kind]
  const name = `${kindWord}の${character}`
  if (kind === 'digit') {
    const word = digitWord(character, 'ja')
    return { character, kind, kindWord, name, word, reading: `${name} ${word}`, spoken: `${kindWord}の、${word}` }
  }
  const letter = character.toUpperCase()
  const plain = letterWords.ja[alphabet][letter] ?? ''
  const letterName = letterNamesJapanese[letter] ?? ''
  // アルファ is a name of the letter itself; アメリカ is a word that begins with it.
  const word = alphabet === 'nato' ? plain : `${plain}の${character}`
  const said = alphabet === 'nato' ? plain : `${plain}の${letterName}`
  const spoken = `${kindWord}の${letterName}、${said}`
  return { character, kind, kindWord, name, word, reading: `${name} ${word}`, spoken }
}

function sayInEnglish(character: string, { alphabet }: ReadAloudChoice): SpokenCharacter {
  const kind = kindOf(character)
  const kindWord = kindWords.en[kind]
  const name = `${kindWord} ${character}`
  const word = kind === 'digit' ? digitWord(character, 'en') : (letterWords.en[alphabet][character.toUpperCase()] ?? '')
  const reading = `${name}, ${word}`
  // The kind has been said: a small letter would be read as a word (“a”), a capital one as a letter.
  const spoken = kind === 'digit' ? `${kindWord}, ${word}` : `${kindWord} ${character.toUpperCase()}, ${word}`
  return { character, kind, kindWord, name, word, reading, spoken }
}

const digitWord = (digit: string, language: Language): string => digitWords[language][Number(digit)] ?? ''
