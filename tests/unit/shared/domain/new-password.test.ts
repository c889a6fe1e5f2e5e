import { describe, expect, it } from 'vitest'
import { checkNewPassword } from '../../../../src-shared/domain/new-password.ts'

const rules = { minLength: 12, maxLength: 128 }

describe('checkNewPassword (ASVS 6.2, NIST SP 800-63B-4 §3.1.1.2)', () => {
  it.each([
    'correct horse battery',
    'これはとても長い合言葉です',
    'lower case only words',
    '        leading blanks',
    '👩‍👩‍👧‍👦 family of twelve',
    'x7#Kq!pLw2$Zr',
  ])('welcomes %j: any character, no mixture demanded', (value) => expect(checkNewPassword(value, rules)).toEqual([]))

  it.each([
    ['short', ['too_short']],
    ['あ'.repeat(129), ['too_long', 'too_simple']],
    ['tab\tin the middle', ['control_character']],
    ['null\0in the middle', ['control_character']],
    ['aaaaaaaaaaaa', ['too_simple']],
    ['abcabcabcabc', ['too_simple']],
    ['12345678901', ['too_short']],
    ['Password2026', ['too_simple']],
    ['abcdefghijklm', ['too_simple']],
    ['mlkjihgfedcba', ['too_simple']],
  ])('%j: %j', (value, violations) => expect(checkNewPassword(value, rules)).toEqual(violations))

  it('counts characters, not UTF-16 units', () => {
    expect(checkNewPassword('😀😁😂🤣😃😄😅😆😉😊😋', rules)).toEqual(['too_short'])
    expect(checkNewPassword('😀😁😂🤣😃😄😅😆😉😊😋😎', rules)).toEqual([])
  })

  it('refuses the names and the login ID in any width and case', () => {
    for (const value of ['my cz021017 secret', 'my ＣＺ０２１０１７ secret']) {
      expect(checkNewPassword(value, rules, ['CZ021017'])).toEqual(['contains_personal_word'])
    }
    expect(checkNewPassword('株式会社サンプル商事の人', rules, ['サンプル商事'])).toEqual(['contains_personal_word'])
  })

  it('an empty one is too short and nothing else', () => expect(checkNewPassword('', rules)).toEqual(['too_short']))
})
