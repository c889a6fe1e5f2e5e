import { expect, test } from 'vitest'
import { en } from '../../src-renderer/i18n/en/en.ts'
import { ja } from '../../src-renderer/i18n/ja/ja.ts'
import { errorCatalogue } from '../../src-shared/errors/catalogue.ts'

interface Texts {
  readonly [key: string]: string | Texts
}

const flatten = (texts: Texts, path = ''): [string, string][] =>
  Object.entries(texts).flatMap(([key, text]) =>
    typeof text === 'string' ? [[path + key, text] satisfies [string, string]] : flatten(text, `${path}${key}.`),
  )
const japanese = flatten(ja)
const english = new Map(flatten(en))
const namesIn = (text: string): string[] => [...new Set(text.match(/\{\{\w+\}\}/g))].toSorted()

test('both languages have the same texts, each with the plural forms of its own', () => {
  const forms = (language: string) => new Intl.PluralRules(language).resolvedOptions().pluralCategories
  const expected = japanese.flatMap(([key]) =>
    key.endsWith('_other') ? forms('en').map((form) => key.replace(/other$/, form)) : [key],
  )
  expect([...english.keys()].toSorted()).toEqual(expected.toSorted())
  expect(forms('ja')).toEqual(['other'])
})

test('what is filled in is the same in both; a singular may say it in words', () => {
  for (const [key, text] of japanese) expect([key, namesIn(english.get(key) ?? '')]).toEqual([key, namesIn(text)])
  const singulars = [...english].filter(([key]) => key.endsWith('_one'))
  for (const [key, text] of singulars) {
    const plural = namesIn(english.get(key.replace(/one$/, 'other')) ?? '')
    expect(namesIn(text).filter((name) => !plural.includes(name))).toEqual([])
  }
})

test('no text is empty, and none is in the other language', () => {
  const inJapanese = [...japanese, ...flatten(mapErrors('ja'))]
  const inEnglish = [...english, ...flatten(mapErrors('en'))]
  expect([...inJapanese, ...inEnglish].filter(([, text]) => text.trim() === '')).toEqual([])
  expect(inEnglish.filter(([, text]) => /[\u3040-\u30ff]/.test(text))).toEqual([])
})

const mapErrors = (language: 'ja' | 'en'): Texts =>
  Object.fromEntries(Object.entries(errorCatalogue).map(([code, entry]) => [code, { ...entry[language] }]))
