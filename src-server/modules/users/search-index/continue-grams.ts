import { setBit, wordsFor } from './bits.ts'
import { createGramIds, hashHalves } from './gram-ids.ts'
import { longerKey, type GramSegment, type GramSet } from './gram-segment.ts'
import type { Sliced } from './slices.ts'
import type { TextPage } from './text-store.ts'

/** Long texts that everybody shares could be continued without end; beyond this, hits are looked at one by one. */
const longestGram = 32
const mostContinued = 512
const entriesBetweenYields = 4096

/** Where grams stand that may be continued, in the order of the users; overwritten with what they are continued to. */
export interface Continuations {
  count: number
  readonly users: Uint16Array
  /** The gram’s first unit, and the end of its text. */
  readonly places: Uint32Array
  readonly ends: Uint32Array
  readonly grams: Uint32Array
}

interface ContinueOptions {
  readonly users: number
  readonly denseFrom: number
  /** How many grams there are; the new ones are numbered from there on. */
  readonly grams: number
}

type Continued = Pick<GramSegment, 'longer' | 'longerSets' | 'continued'>

/** Continues the grams of many users, letter by letter, for as long as they are those of many. */
export function* continueGrams(page: TextPage, standing: Continuations, options: ContinueOptions): Sliced<Continued> {
  const longer = new Map<number, number>()
  const longerSets: GramSet[] = []
  const continued = new Set<number>()
  for (let letters = 3; letters < longestGram && standing.count > 0; letters += 1) {
    yield* chooseContinued(standing, continued)
    const { keys, counts } = yield* addLetter(page, standing, letters)
    const first = options.grams + longerSets.length
    for (const [id, key] of keys.entries()) longer.set(key, first + id)
    const drafts = counts.map((count) => draftSet(count, options))
    yield* fillSets(standing, drafts)
    longerSets.push(...drafts.map(({ set }) => set))
    yield* keep(standing, (place) => (counts[standing.grams[place] ?? 0] ?? 0) >= options.denseFrom)
    for (let entry = 0; entry < standing.count; entry += 1) standing.grams[entry] = (standing.grams[entry] ?? 0) + first
    yield
  }
  return { longer, longerSets, continued }
}

/** Drops what stands there of grams beyond the most that are continued. */
function* chooseContinued(standing: Continuations, continued: Set<number>): Sliced<undefined> {
  yield* keep(standing, (place) => {
    const gram = standing.grams[place] ?? 0
    if (continued.has(gram)) return true
    if (continued.size >= mostContinued) return false
    continued.add(gram)
    return true
  })
}

function* keep(standing: Continuations, isKept: (entry: number) => boolean): Sliced<undefined> {
  const { users, places, ends, grams } = standing
  let kept = 0
  for (let entry = 0; entry < standing.count; entry += 1) {
    if (entry % entriesBetweenYields === 0) yield
    if (!isKept(entry)) continue
    users[kept] = users[entry] ?? 0
    places[kept] = places[entry] ?? 0
    ends[kept] = ends[entry] ?? 0
    grams[kept] = grams[entry] ?? 0
    kept += 1
  }
  standing.count = kept
}

/** Replaces each gram by the ID of the one with a letter more, and drops those that end with their text. */
function* addLetter(
  { units }: TextPage,
  standing: Continuations,
  letters: number,
): Sliced<{ keys: Float64Array; counts: readonly number[] }> {
  const { users, places, ends, grams } = standing
  const ids = createGramIds((key) => hashHalves(Math.floor(key / 65_536), key % 65_536))
  const counts: number[] = []
  const lastUsers: number[] = []
  yield* keep(standing, (entry) => {
    const next = (places[entry] ?? 0) + letters
    if (next >= (ends[entry] ?? 0)) return false
    const [gram, unit] = [grams[entry] ?? 0, units[next] ?? 0]
    const id = ids.idOf(longerKey(gram, unit), hashHalves(gram, unit))
    grams[entry] = id
    if (lastUsers[id] !== users[entry]) counts[id] = (counts[id] ?? 0) + 1
    lastUsers[id] = users[entry] ?? 0
    return true
  })
  return { keys: ids.keys(), counts }
}

interface Draft {
  readonly set: GramSet
  add(user: number): void
}

function draftSet(count: number, { users, denseFrom }: ContinueOptions): Draft {
  if (count >= denseFrom) {
    const bits = new Uint32Array(wordsFor(users))
    return { set: { bits, count }, add: (user) => setBit(bits, user) }
  }
  const list = new Uint16Array(count)
  let [used, last] = [0, -1]
  return {
    set: { list },
    add(user) {
      if (user === last) return
      list[used] = user
      used += 1
      last = user
    },
  }
}

function* fillSets({ count, users, grams }: Continuations, drafts: readonly Draft[]): Sliced<undefined> {
  for (let entry = 0; entry < count; entry += 1) {
    if (entry % entriesBetweenYields === 0) yield
    drafts[grams[entry] ?? 0]?.add(users[entry] ?? 0)
  }
}
