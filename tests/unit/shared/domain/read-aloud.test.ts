import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupForReading, readAloud, type SpokenCharacter } from '../../../../src-shared/domain/read-aloud.ts'
import { digitWords, letterWords } from '../../../../src-shared/domain/read-aloud-words.ts'
import { generateTemporaryPassword } from '../../../../src-shared/domain/temporary-password.ts'
import { createSeededRandomInt } from '../../../support/seeded-random.ts'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const everyCharacter = `${letters}${letters.toLowerCase()}0123456789`
const choices = (['ja', 'en'] as const).flatMap((language) =>
  (['call-centre', 'nato'] as const).map((alphabet) => ({ language, alphabet })),
)

/** What a caller makes of what is said: the kind and the spelling word, never the character itself. */
const heard = ({ kindWord, word }: SpokenCharacter): string => `${kindWord} ${word.replace(/の[A-Za-z]$/, '')}`

function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (const [row, left] of [...a].entries()) {
    const line = [row + 1]
    for (const [column, right] of [...b].entries()) {
      const replaced = (above[column] ?? 0) + (left === right ? 0 : 1)
      line.push(Math.min(replaced, (above[column + 1] ?? 0) + 1, (line[column] ?? 0) + 1))
    }
    above = line
  }
  return above.at(-1) ?? 0
}

describe('reading aloud (U9)', () => {
  it('says case and kind first, then what makes it unmistakable', () => {
    const say = (text: string, choice: (typeof choices)[number]) =>
      readAloud(text, choice).map(({ reading }) => reading)
    expect(say('Ab7', { language: 'ja', alphabet: 'call-centre' })).toEqual([
      '大文字のA アメリカのA',
      '小文字のb ブラジルのb',
      '数字の7 なな',
    ])
    expect(say('Ab7', { language: 'ja', alphabet: 'nato' })).toEqual([
      '大文字のA アルファ',
      '小文字のb ブラボー',
      '数字の7 なな',
    ])
    expect(say('Ab7', { language: 'en', alphabet: 'nato' })).toEqual([
      'capital A, Alfa',
      'small b, Bravo',
      'digit 7, seven',
    ])
    expect(say('Ab7', { language: 'en', alphabet: 'call-centre' })).toEqual([
      'capital A, Adam',
      'small b, Boy',
      'digit 7, seven',
    ])
  })

  it.each(choices)('$language $alphabet has a word for every letter and digit, and no two the same', (choice) => {
    const said = readAloud(everyCharacter, choice)
    expect(said.map(({ character }) => character).join('')).toBe(everyCharacter)
    for (const { word } of said) expect(word).not.toMatch(/^(?:の.)?$/)
    expect(new Set(said.map(heard)).size).toBe(everyCharacter.length)
  })

  it.each(choices)('$language $alphabet: whoever hears it writes down the same password', (choice) => {
    const writes = new Map(readAloud(everyCharacter, choice).map((said) => [heard(said), said.character]))
    const characters = fc.constantFrom(...everyCharacter)
    fc.assert(
      fc.property(fc.array(characters, { minLength: 1, maxLength: 32 }), (drawn) => {
        const password = drawn.join('')
        const written = readAloud(password, choice).map((said) => writes.get(heard(said)))
        expect(written.join('')).toBe(password)
      }),
    )
  })

  it.each(choices)('$language $alphabet: no two words begin or sound alike', ({ language, alphabet }) => {
    const words = Object.values(letterWords[language][alphabet])
    expect(words).toHaveLength(26)
    for (const [index, word] of words.entries()) {
      for (const other of words.slice(index + 1)) {
        expect(word.slice(0, 2), `${word}, ${other}`).not.toBe(other.slice(0, 2))
        expect(editDistance(word, other), `${word}, ${other}`).toBeGreaterThanOrEqual(2)
      }
    }
  })

  it('no digit is taken for another: never しち (いち), し (に) or く (ろく), and no team’s name is used', () => {
    expect(digitWords.ja.filter((word) => ['しち', 'し', 'く', 'れい', 'まる'].includes(word))).toEqual([])
    expect([digitWords.ja[4], digitWords.ja[7], digitWords.ja[9]]).toEqual(['よん', 'なな', 'きゅう'])
    expect(new Set(digitWords.ja).size).toBe(10)
    expect(JSON.stringify(letterWords)).not.toMatch(/ジャイアンツ|タイガース/)
  })

  it.each(choices)('$language $alphabet: a voice is given words, no digit and no lone small letter', (choice) => {
    for (const { spoken } of readAloud(everyCharacter, choice)) {
      expect(spoken).not.toMatch(/[0-9]/)
      expect(spoken).not.toMatch(choice.language === 'ja' ? /[A-Za-z]/ : /\b[a-z]\b/)
    }
  })

  it('reads what is generated, in groups of four (U11)', () => {
    const randomInt = createSeededRandomInt(20_261_123)
    const read = Array.from({ length: 20 }, (_, index) => {
      const choice = choices[index % choices.length] ?? { language: 'ja', alphabet: 'nato' }
      const [first = []] = groupForReading(readAloud(generateTemporaryPassword(12, randomInt), choice))
      return first.map(({ reading }) => reading).join(' / ')
    })
    expect(read).toMatchSnapshot()
    expect(groupForReading([...'abcdefghij'])).toEqual([[...'abcd'], [...'efgh'], [...'ij']])
  })

  it('refuses what is neither, without repeating it', () => {
    expect(() => readAloud('a-b', { language: 'ja', alphabet: 'nato' })).toThrow(
      new RangeError('only half-width letters and digits can be read aloud'),
    )
  })
})
