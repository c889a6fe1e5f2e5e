import { describe, expect, it } from 'vitest'
import { countBits, listBits, wordsFor } from '../../../../../../src-server/modules/users/search-index/bits.ts'
import { buildGramSegment } from '../../../../../../src-server/modules/users/search-index/build-gram-segment.ts'
import { addUsersWith } from '../../../../../../src-server/modules/users/search-index/gram-segment.ts'
import { runAtOnce, runInSlices } from '../../../../../../src-server/modules/users/search-index/slices.ts'
import { sortNumbers } from '../../../../../../src-server/modules/users/search-index/sort-numbers.ts'
import { sortUsers } from '../../../../../../src-server/modules/users/search-index/sort-users.ts'
import {
  createTextDraft,
  readText,
  textOf,
  toUnits,
} from '../../../../../../src-server/modules/users/search-index/text-store.ts'
import { compareCodePoints } from '../../../../../../src-server/modules/users/search-index/code-points.ts'
import { createSeededRandomInt } from '../../../../../support/seeded-random.ts'

const store = (names: readonly string[], shift = 16) => {
  const draft = createTextDraft(shift)
  for (const name of names) draft.add(['', '', '', name])
  return draft.finish()
}

/** Who has the word, and how many texts had to be looked at. */
function find(names: readonly string[], word: string, denseFrom: number) {
  const texts = store(names)
  const [page] = texts.pages
  if (!page) throw new RangeError('no names')
  const segment = runAtOnce(buildGramSegment(page, 0, { denseFrom }))
  const found = new Uint32Array(wordsFor(names.length))
  addUsersWith(segment, texts, textOf.userNameKey, toUnits(word), found)
  return { users: [...listBits(found, countBits(found))], segment }
}

describe('the grams of a segment', () => {
  const names = Array.from({ length: 40 }, (_, number) => `genm00${String(number).padStart(2, '0')}𠮷`)

  it('find every piece of a text, whether few or all have it', () => {
    for (const denseFrom of [1, 4, 1000])
      for (const word of [
        'g',
        'ge',
        'gen',
        'genm',
        'genm00',
        'genm0012',
        'm001',
        '0',
        '00',
        '012',
        '7',
        '𠮷',
        '9𠮷',
        '39𠮷',
        'x',
        'genx',
        'genm01',
      ])
        expect(find(names, word, denseFrom).users, `${word} from ${denseFrom}`).toEqual(
          names.flatMap((name, user) => (name.includes(word) ? [user] : [])),
        )
  })

  it('continue what most have until few do, so that nobody has to be looked at', () => {
    const { segment } = find(names, 'g', 20)
    expect(segment.continued.size).toBeGreaterThan(3)
    // All but the last two digits are the same.
    expect(segment.longerSets.length).toBeLessThan(200)
  })

  it('stay bounded where everybody has the same long text', () => {
    const random = createSeededRandomInt(1)
    const long = Array.from({ length: 2000 }, () => String.fromCodePoint(0x4e00 + random(2000))).join('')
    const same = Array.from({ length: 8 }, () => long)
    const { users, segment } = find(same, long.slice(900, 960), 4)
    expect(users).toHaveLength(8)
    expect(segment.continued.size).toBeLessThanOrEqual(512)
    expect(find(same, `${long.slice(900, 960)}x`, 4).users).toEqual([])
  })
})

describe('sorting users', () => {
  it('is by code points, over pages and however much is alike; equal texts by number', () => {
    const random = createSeededRandomInt(7)
    const heads = ['', 'cz000', 'cz000', '高橋', '\uff5e', '𠮷', 'cz0000001']
    const names = Array.from({ length: 500 }, () => `${heads[random(heads.length)] ?? ''}${random(60)}`)
    const texts = store(names, 6)
    const sorted = runAtOnce(sortUsers(texts, textOf.userNameKey))
    const expected = names
      .map((name, user) => ({ name, user }))
      .toSorted((left, right) => compareCodePoints(left.name, right.name) || left.user - right.user)
    expect([...sorted]).toEqual(expected.map(({ user }) => user))
    expect(readText(texts, 499, textOf.userNameKey)).toBe(names[499])
  })
})

describe('sorting numbers', () => {
  it('is ascending, whether they are of one run or of several', () => {
    const random = createSeededRandomInt(3)
    for (const length of [0, 1, 8192, 8193, 40_000]) {
      const numbers = Float64Array.from({ length }, () => random(2 ** 31) * 2 ** 19)
      expect(runAtOnce(sortNumbers(numbers.slice()))).toEqual(numbers.toSorted())
    }
  })
})

describe('work in slices', () => {
  it('lets others have their turn, and ends when it is told to', async () => {
    const stopping = new AbortController()
    let turns = 0
    const others = setInterval(() => {
      turns += 1
      if (turns === 3) stopping.abort()
    }, 1)
    function* endless() {
      for (;;) yield
    }
    try {
      await expect(runInSlices(endless(), stopping.signal)).rejects.toMatchObject({ name: 'AbortError' })
    } finally {
      clearInterval(others)
    }
    expect(turns).toBeGreaterThanOrEqual(3)
  })
})
