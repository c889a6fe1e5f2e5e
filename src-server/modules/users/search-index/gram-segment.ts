import { hasBit, listBits, setBit, type Bits } from './bits.ts'
import { listHolding, type SearchedText, type TextStore } from './text-store.ts'

export interface DenseSet {
  readonly bits: Bits
  readonly count: number
}

/** Users by their numbers within the segment: listed, or, where they are many, as bits. */
export type GramSet = { readonly list: Uint16Array } | DenseSet

/**
 * Which users have a gram, a piece of one to three letters (UTF-16 units) of one of their texts. Grams that a good part of the
 * users have are continued letter by letter (`longer`), so that a word is either found as a whole or has a gram that few have.
 */
export interface GramSegment {
  /** Number of the first user. */
  readonly first: number
  readonly users: number
  /** Of the grams of up to three letters, ascending; the place is the gram’s number. */
  readonly keys: Float64Array
  /** Where the list of each gram begins in `lists`. */
  readonly starts: Uint32Array
  readonly lists: Uint16Array
  /** Instead of a list, by the gram’s number. */
  readonly dense: ReadonlyMap<number, DenseSet>
  /** Sets of the continued grams, whose numbers follow on those of `keys`. */
  readonly longerSets: readonly GramSet[]
  /** The number of a gram with one more letter, by `longerKey`. */
  readonly longer: ReadonlyMap<number, number>
  /** The grams of which every continuation is in `longer`. */
  readonly continued: ReadonlySet<number>
}

/** One number for a text and up to three units; exact, since it has 50 bits. Units that are not there are 0, which no text holds. */
export const gramKey = (text: number, first: number, second: number, third: number): number =>
  ((text * 65_536 + first) * 65_536 + second) * 65_536 + third

export const longerKey = (gram: number, unit: number): number => gram * 65_536 + unit

/** Adds to `found`, the bits of all segments, who has the word; of `among` alone where that is given. */
export function addUsersWith(
  segment: GramSegment,
  texts: TextStore,
  text: SearchedText,
  word: Uint16Array,
  found: Bits,
  among?: Bits,
): void {
  const hits = findGrams(segment, text, word)
  if (hits === undefined) return
  if (hits.isExact) return addSet(segment, hits.set, found)
  const { first } = segment
  const all = 'bits' in hits.set ? Uint16Array.from(listBits(hits.set.bits, hits.set.count)) : hits.set.list
  const asked = among ? all.filter((place) => hasBit(among, first + place)) : all
  for (const place of listHolding(texts, text, first, asked, word)) setBit(found, first + place)
}

interface GramHits {
  readonly set: GramSet
  /** Whether who is in the set has the word; otherwise that is to be looked at. */
  readonly isExact: boolean
}

/** The smallest set that everybody with the word is in; undefined when nobody has it. */
function findGrams(segment: GramSegment, text: SearchedText, word: Uint16Array): GramHits | undefined {
  const { length } = word
  const lastStart = Math.max(0, length - 3)
  let best: GramSet | undefined
  for (let start = 0; start <= lastStart; start += 1) {
    const key = gramKey(text, word[start] ?? 0, word[start + 1] ?? 0, word[start + 2] ?? 0)
    let gram = findKey(segment.keys, key)
    let end = start + 3
    while (gram >= 0 && end < length && segment.continued.has(gram)) {
      gram = segment.longer.get(longerKey(gram, word[end] ?? 0)) ?? -1
      end += 1
    }
    if (gram < 0) return undefined
    const set = setOf(segment, gram)
    if (start === 0 && end >= length) return { set, isExact: true }
    if (!best || sizeOf(set) < sizeOf(best)) best = set
  }
  return best && { set: best, isExact: false }
}

function findKey(keys: Float64Array, key: number): number {
  let [low, high] = [0, keys.length - 1]
  while (low <= high) {
    const middle = (low + high) >>> 1
    const found = keys[middle] ?? 0
    if (found === key) return middle
    if (found < key) low = middle + 1
    else high = middle - 1
  }
  return -1
}

const nobody: GramSet = { list: new Uint16Array() }

function setOf({ keys, starts, lists, dense, longerSets }: GramSegment, gram: number): GramSet {
  if (gram >= keys.length) return longerSets[gram - keys.length] ?? nobody
  return dense.get(gram) ?? { list: lists.subarray(starts[gram], starts[gram + 1]) }
}

const sizeOf = (set: GramSet): number => ('bits' in set ? set.count : set.list.length)

function addSet({ first }: GramSegment, set: GramSet, found: Bits): void {
  if (!('bits' in set)) {
    for (const place of set.list) setBit(found, first + place)
    return
  }
  const base = first >>> 5
  for (let word = 0; word < set.bits.length; word += 1)
    found[base + word] = (found[base + word] ?? 0) | (set.bits[word] ?? 0)
}
