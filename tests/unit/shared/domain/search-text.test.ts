import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldSearchText, foldTable, splitSearchWords } from '../../../../src-shared/domain/search-text.ts'

describe('foldSearchText (U1, U2)', () => {
  it.each([
    ['ﾃｽﾄ', 'テスト'],
    ['てすと', 'テスト'],
    ['髙橋', '高橋'],
    ['齋藤', '斎藤'],
    ['渡邊', '渡辺'],
    ['WR0', 'ｗｒ０'],
    ['ﾊﾟｰｶｰ', 'パーカー'],
    ['佐藤　花子', '佐藤花子'],
    ['A-1', 'Ａ－１'],
    ['𠮷野', '吉野'],
  ])('%s is found as %s', (a, b) => expect(foldSearchText(a)).toBe(foldSearchText(b)))

  it.each(['%', '_', '\\'])('%s means itself', (character) => expect(foldSearchText(character)).toBe(character))

  it('is idempotent', () => {
    const scripts = [...range(0x20, 0x7e), ...range(0x3041, 0x3096), ...range(0x30a1, 0x30fe), ...range(0x4e00, 0x9fff)]
    const widths = [
      ...range(0xff01, 0xff9f),
      ...range(0x3000, 0x3020),
      ...range(0x3220, 0x33ff),
      ...range(0xf900, 0xfa6d),
    ]
    const text = fc.string({
      unit: fc.constantFrom(...scripts, ...widths, ...foldTable.keys(), 'ｶﾞ', 'ﾊﾟ', 'か\u3099'),
    })
    fc.assert(
      fc.property(text, (typed) => {
        expect(foldSearchText(foldSearchText(typed))).toBe(foldSearchText(typed))
      }),
      { numRuns: 500 },
    )
  })

  it('its table maps single characters to single ones that it leaves alone', () => {
    for (const [from, to] of foldTable) {
      expect([from, [...from].length, [...to].length]).toEqual([from, 1, 1])
      expect([from, foldTable.has(to)]).toEqual([from, false])
    }
  })

  it('words are split at blanks of any width', () => {
    expect(splitSearchWords(' 佐藤　ﾊﾅｺ\t')).toEqual([foldSearchText('佐藤'), foldSearchText('はなこ')])
    expect(splitSearchWords('　 ')).toEqual([])
  })

  it('a word that is typed again and again is looked for once', () => {
    expect(splitSearchWords('a Ａ '.repeat(50))).toEqual(['a'])
  })
})

const range = (first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index))
