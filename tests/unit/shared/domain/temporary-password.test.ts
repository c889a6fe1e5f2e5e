import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkTemporaryPassword,
  generateTemporaryPassword,
  temporaryPasswordAlphabet,
  toHalfWidth,
} from '../../../../src-shared/domain/temporary-password.ts'
import { containsWord } from '../../../../src-shared/domain/password-words.ts'
import { createSeededRandomInt } from '../../../support/seeded-random.ts'

const rules = { minLength: 8, maxLength: 32 }

describe('generateTemporaryPassword (P1)', () => {
  it('uses the 56 letters and digits that are not mixed up', () => {
    expect(new Set(temporaryPasswordAlphabet).size).toBe(56)
    expect(temporaryPasswordAlphabet).toMatch(/^[A-Za-z0-9]{56}$/)
    expect(temporaryPasswordAlphabet).not.toMatch(/[0Oo1lI]/)
  })

  it('has the asked length, all three classes, passes its own rules and holds no personal word', () => {
    const randomInt = createSeededRandomInt(20_261_123)
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 32 }), (length) => {
        const made = generateTemporaryPassword(length, randomInt, ['abc', '2345', 'kzq'])
        expect(made.length).toBe(length)
        expect(made).toMatch(/[A-Z]/)
        expect(made).toMatch(/[a-z]/)
        expect(made).toMatch(/[0-9]/)
        expect(checkTemporaryPassword(made, rules, ['abc', '2345', 'kzq'])).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('is not biased at any place beyond what the classes and words ask for (chi-square, seeded)', () => {
    const randomInt = createSeededRandomInt(7)
    const [length, rounds] = [12, 20_000]
    const inClass = [/[A-Z]/, /[a-z]/, /[0-9]/]
    // Within a class every character must be equally likely at every place; 0.1 % quantiles of chi-square by class.
    const critical = [52.6, 52.6, 24.3]
    const counts = Array.from({ length }, () => new Map<string, number>())
    for (let round = 0; round < rounds; round += 1) {
      ;[...generateTemporaryPassword(length, randomInt)].forEach((character, place) => {
        counts[place]?.set(character, (counts[place]?.get(character) ?? 0) + 1)
      })
    }
    const failures = counts.flatMap((atPlace) =>
      inClass.filter((pattern, index) => {
        const seen = [...temporaryPasswordAlphabet].filter((c) => pattern.test(c)).map((c) => atPlace.get(c) ?? 0)
        const mean = seen.reduce((a, b) => a + b, 0) / seen.length
        const chiSquare = seen.reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0)
        return chiSquare > (critical[index] ?? 0)
      }),
    )
    expect(failures.length).toBeLessThanOrEqual(1)
  })

  it('reads its characters from the random source alone', () => {
    expect(generateTemporaryPassword(12, createSeededRandomInt(1))).toBe(
      generateTemporaryPassword(12, createSeededRandomInt(1)),
    )
  })

  it.each([0, 2, 33])('refuses the length %i', (length) => {
    expect(() => generateTemporaryPassword(length, createSeededRandomInt(1))).toThrow(RangeError)
  })
})

describe('checkTemporaryPassword (P2)', () => {
  it.each([
    ['abcdefg', ['too_short']],
    ['a'.repeat(33), ['too_long']],
    ['ＡＢＣ１２３４５', ['full_width']],
    ['abc defgh', ['forbidden_character']],
    ['abcdefgh\n', ['forbidden_character']],
    ['パスワード123', ['forbidden_character']],
    ['', ['too_short']],
    ['Tk7mQx93', []],
  ])('%j: %j', (value, violations) => expect(checkTemporaryPassword(value, rules)).toEqual(violations))

  it('the portal’s limit of 32 holds whatever the policy says', () => {
    expect(checkTemporaryPassword('aB3'.repeat(11), { minLength: 8, maxLength: 99 })).toEqual(['too_long'])
  })

  it('personal words are found in any case and with digits for letters', () => {
    for (const value of ['xxTANAKAxx', 'xxt4n4k4xx', 'xxTaNaKaxx']) {
      expect(checkTemporaryPassword(value, rules, ['Tanaka'])).toEqual(['contains_personal_word'])
    }
  })

  it('words of one or two characters are left out', () => expect(containsWord('abcdef', ['ab', ''])).toBe(false))

  it('toHalfWidth mends full-width letters and digits and nothing else; it is idempotent', () => {
    expect(toHalfWidth('ＡｂＣ１２３ abc カナ')).toBe('AbC123 abc カナ')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(toHalfWidth(toHalfWidth(text))).toBe(toHalfWidth(text))
      }),
    )
  })
})
