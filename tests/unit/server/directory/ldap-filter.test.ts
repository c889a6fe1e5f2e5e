import fc from 'fast-check'
import { BerReader, BerWriter, OrFilter, SubstringFilter } from 'ldapts'
import { describe, expect, test } from 'vitest'
import { DirectoryError } from '../../../../src-server/directory/directory-port.ts'
import {
  createContainsFilter,
  parseConfiguredFilter,
  readSearchText,
} from '../../../../src-server/directory/ldap-filter.ts'

const attributes = ['uid', 'displayName']

/** What a server reads from the bytes that are sent. */
function readAsServer(text: string): readonly { initial: string; any: readonly string[]; final: string }[] {
  const writer = new BerWriter()
  const filter = createContainsFilter(attributes, text)
  // The compiler takes the writer of the sources for another class than that of the tests (ldapts ships two sets of types).
  Reflect.apply(filter.write, filter, [writer])
  const reader = new BerReader(writer.buffer)
  reader.readSequence(0xa1)
  const end = reader.offset + reader.length
  const parts: SubstringFilter[] = []
  while (reader.offset < end) {
    reader.readSequence(0xa4)
    const part = new SubstringFilter()
    part.parse(reader)
    parts.push(part)
  }
  expect(parts.map(({ attribute }) => attribute)).toEqual(['uid', 'displayname'])
  return parts
}

function tryText(text: string): string | undefined {
  try {
    return readSearchText(text)
  } catch (error) {
    if (error instanceof DirectoryError) return undefined
    throw error
  }
}

describe('no text widens a search', () => {
  const hostile = [
    '**',
    '*)(uid=*',
    'usr*03',
    '\\2a',
    '\\2a\\2a',
    '*)(objectClass=*',
    'x)(|(objectClass=*',
    '(&)',
    '))((',
  ]

  test.each([
    ...hostile,
    ')(cn=*))(|(cn=*',
    '\\',
    '\\\\',
    '\\zz',
    '=*',
    '~=',
    '>=',
    ':dn:=',
    '田*中',
    '%2a%2a',
    "' or 1=1",
  ])('only what contains “%s” itself', (text) => {
    if (tryText(text) === undefined) return
    for (const part of readAsServer(text)) expect(part).toMatchObject({ initial: '', any: [text], final: '' })
  })

  test('any text arrives as one piece, normalised, or not at all', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.string({
        unit: fc.constantFrom('*', '(', ')', '\\', '&', '|', '!', '=', '\0', 'あ', ' ', '\u200b'),
        maxLength: 20,
      }),
    )
    fc.assert(
      fc.property(anything, (text) => {
        const sent = tryText(text)
        if (sent === undefined) return
        expect(sent).toBe(text.normalize('NFC').trim())
        for (const part of readAsServer(text)) expect(part).toMatchObject({ initial: '', any: [sent], final: '' })
      }),
    )
  })

  test('an object, never a text of filter syntax', () => {
    expect(createContainsFilter(attributes, '田中')).toBeInstanceOf(OrFilter)
  })
})

describe('what is not sent', () => {
  test.each([
    ['nothing', ''],
    ['blanks', '  \u3000 '],
    ['one character', '中'],
    ['NUL', 'a\0b'],
    ['a line break', 'ab\ncd'],
    ['a C1 control', 'ab\u0085cd'],
    ['soft hyphens alone', '\u00ad\u00ad\u00ad'],
    ['zero-width characters around one letter', '\u200ba\u200b\ufeff'],
    ['half a surrogate pair', 'ab\ud800'],
    ['129 characters', 'x'.repeat(129)],
  ])('%s', (_name, text) => {
    expect(() => readSearchText(text)).toThrow(DirectoryError)
  })

  test('128 characters are', () => {
    expect(readSearchText(` ${'😀'.repeat(128)} `)).toBe('😀'.repeat(128))
  })
})

test('a broken filter of the configuration is told as such', () => {
  expect(() => parseConfiguredFilter('(uid=a')).toThrow(expect.objectContaining({ kind: 'misconfigured' }))
})
