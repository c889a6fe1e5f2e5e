import { setBit, wordsFor } from './bits.ts'
import { continueGrams, type Continuations } from './continue-grams.ts'
import { createGramIds, hashHalves, type GramIds } from './gram-ids.ts'
import type { DenseSet, GramSegment } from './gram-segment.ts'
import type { Sliced } from './slices.ts'
import { sortNumbers } from './sort-numbers.ts'
import { searchedTexts, textsPerUser, type TextPage } from './text-store.ts'

export interface GramSegmentOptions {
  /** From so many users on a set is kept as bits and its gram continued. */
  readonly denseFrom?: number
}

/** A list of more than the sixteenth part takes more room than bits; few users are looked at faster than it is worth continuing. */
const chooseDenseFrom = (users: number): number => Math.max(1024, users >>> 4)
const usersBetweenYields = 128
const gramsBetweenYields = 8192

/** Reads the grams of the users of a page, whose first one has the number `first`. */
export function* buildGramSegment(
  page: TextPage,
  first: number,
  { denseFrom }: GramSegmentOptions = {},
): Sliced<GramSegment> {
  const users = (page.starts.length - 1) / textsPerUser
  const least = denseFrom ?? chooseDenseFrom(users)
  const read = yield* readGrams(page, users)
  const { keys, numbers } = yield* sortKeys(read.ids)
  const starts = new Uint32Array(keys.length + 1)
  const dense = new Map<number, DenseSet>()
  for (let id = 0; id < keys.length; id += 1) {
    if (id % gramsBetweenYields === 0) yield
    const [gram, count] = [numbers[id] ?? 0, read.counts[id] ?? 0]
    if (count >= least) dense.set(gram, { bits: new Uint32Array(wordsFor(users)), count })
    else starts[gram + 1] = count
  }
  for (let gram = 0; gram < keys.length; gram += 1) starts[gram + 1] = (starts[gram + 1] ?? 0) + (starts[gram] ?? 0)
  yield
  const lists = yield* fillSets(read, { starts, numbers, dense })
  const continuations = yield* listTriples(page, read, numbers, dense)
  const continued = yield* continueGrams(page, continuations, { users, denseFrom: least, grams: keys.length })
  return { first, users, keys, starts, lists, dense, ...continued }
}

interface ReadGrams {
  readonly ids: GramIds
  /** How many users have each gram. */
  readonly counts: Uint32Array
  /** The grams of all users by their IDs, each once for a user. */
  readonly occurrences: Uint32Array
  /** Where those of a user end. */
  readonly ends: Uint32Array
  /** The gram of three letters that begins at a unit; -1 where there is none. */
  readonly tripleAt: Int32Array
}

function* readGrams({ units, starts }: TextPage, users: number): Sliced<ReadGrams> {
  const ids = createGramIds((key) => hashHalves(Math.floor(key / 2 ** 32), (key % 2 ** 32) | 0))
  const tripleAt = new Int32Array(units.length).fill(-1)
  const ends = new Uint32Array(users)
  // Not more than three grams begin at a unit; room that is never written to is never taken.
  const occurrences = new Uint32Array(units.length * 3)
  let counts = new Uint32Array(65_536)
  let lastUsers = new Int32Array(65_536)
  let used = 0

  for (let user = 0; user < users; user += 1) {
    if (user % usersBetweenYields === 0) yield
    for (const text of searchedTexts) {
      const number = user * textsPerUser + text
      const end = starts[number + 1] ?? 0
      for (let place = starts[number] ?? 0; place < end; place += 1) {
        const high = text * 65_536 + (units[place] ?? 0)
        const letters = Math.min(3, end - place)
        let low = 0
        for (let letter = 0; letter < letters; letter += 1) {
          if (letter === 1) low = (units[place + 1] ?? 0) * 65_536
          else if (letter === 2) low += units[place + 2] ?? 0
          const id = ids.idOf(high * 2 ** 32 + low, hashHalves(high, low | 0))
          if (id >= counts.length) {
            counts = new Uint32Array(counts.buffer.transfer(counts.byteLength * 2))
            lastUsers = new Int32Array(lastUsers.buffer.transfer(lastUsers.byteLength * 2))
          }
          if (letter === 2) tripleAt[place] = id
          // One more than the number: 0 is nobody.
          if (lastUsers[id] === user + 1) continue
          lastUsers[id] = user + 1
          counts[id] = (counts[id] ?? 0) + 1
          occurrences[used] = id
          used += 1
        }
      }
    }
    ends[user] = used
  }
  return { ids, counts: counts.subarray(0, ids.count()), occurrences, ends, tripleAt }
}

/** The keys in ascending order, and the number of each in it by its ID. */
function* sortKeys(ids: GramIds): Sliced<{ keys: Float64Array; numbers: Uint32Array }> {
  const keys = yield* sortNumbers(ids.keys())
  const numbers = new Uint32Array(keys.length)
  for (let number = 0; number < keys.length; number += 1) {
    if (number % gramsBetweenYields === 0) yield
    numbers[ids.find(keys[number] ?? 0)] = number
  }
  return { keys, numbers }
}

interface SetsToFill {
  readonly starts: Uint32Array
  readonly numbers: Uint32Array
  readonly dense: ReadonlyMap<number, DenseSet>
}

/** Gives the lists; fills the bits. */
function* fillSets(
  { counts, occurrences, ends }: ReadGrams,
  { starts, numbers, dense }: SetsToFill,
): Sliced<Uint16Array> {
  const lists = new Uint16Array(starts.at(-1) ?? 0)
  // By ID where the next user goes: a place in the lists, or, below zero, a set of bits.
  const next = new Int32Array(counts.length)
  const sets: DenseSet[] = []
  for (let id = 0; id < counts.length; id += 1) {
    if (id % gramsBetweenYields === 0) yield
    const gram = numbers[id] ?? 0
    const set = dense.get(gram)
    next[id] = set ? -sets.push(set) : (starts[gram] ?? 0)
  }
  let occurrence = 0
  for (let user = 0; user < ends.length; user += 1) {
    if (user % usersBetweenYields === 0) yield
    for (const end = ends[user] ?? 0; occurrence < end; occurrence += 1) {
      const id = occurrences[occurrence] ?? 0
      const place = next[id] ?? 0
      if (place < 0) {
        const set = sets[-place - 1]
        if (set) setBit(set.bits, user)
      } else {
        lists[place] = user
        next[id] = place + 1
      }
    }
  }
  return lists
}

/** Where the dense grams of three letters stand. */
function* listTriples(
  { starts }: TextPage,
  { ends, tripleAt, counts }: ReadGrams,
  numbers: Uint32Array,
  dense: ReadonlyMap<number, DenseSet>,
): Sliced<Continuations> {
  const denseNumbers = new Int32Array(counts.length).fill(-1)
  for (let id = 0; id < numbers.length; id += 1) {
    if (id % gramsBetweenYields === 0) yield
    const gram = numbers[id] ?? 0
    if (dense.has(gram)) denseNumbers[id] = gram
  }
  const listed = { users: new Uint16Array(tripleAt.length), places: new Uint32Array(tripleAt.length) }
  const rest = { ends: new Uint32Array(tripleAt.length), grams: new Uint32Array(tripleAt.length) }
  let count = 0
  for (let user = 0; user < ends.length; user += 1) {
    if (user % (4 * usersBetweenYields) === 0) yield
    for (const text of searchedTexts) {
      const end = starts[user * textsPerUser + text + 1] ?? 0
      for (let place = starts[user * textsPerUser + text] ?? 0; place < end - 2; place += 1) {
        const gram = denseNumbers[tripleAt[place] ?? 0] ?? -1
        if (gram < 0) continue
        listed.users[count] = user
        listed.places[count] = place
        rest.ends[count] = end
        rest.grams[count] = gram
        count += 1
      }
    }
  }
  return { count, ...listed, ...rest }
}
