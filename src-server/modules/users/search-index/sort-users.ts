import { rankOfUnit } from './code-points.ts'
import type { Sliced } from './slices.ts'
import { compareTexts, textsPerUser, type TextOf, type TextPage, type TextStore } from './text-store.ts'

/** Fewer are put in order one by one. */
const fewUsers = 24
const mergedBetweenYields = 4096

/** The numbers of all users in the order of one of their texts, and where that is the same, of their numbers. */
export function* sortUsers(texts: TextStore, text: TextOf): Sliced<Uint32Array> {
  let sorted = new Uint32Array(texts.users)
  const inRun = 2 ** texts.shift
  for (const [number, page] of texts.pages.entries()) {
    const first = number * inRun
    yield* sortPage({ texts, text, first, page }, sorted.subarray(first, Math.min(first + inRun, texts.users)))
  }
  let spare = new Uint32Array(texts.users)
  for (let length = inRun; length < texts.users; length *= 2) {
    for (let from = 0; from < texts.users; from += 2 * length) {
      const middle = Math.min(from + length, texts.users)
      yield* merge(texts, text, sorted, spare, { from, middle, to: Math.min(from + 2 * length, texts.users) })
    }
    ;[sorted, spare] = [spare, sorted]
  }
  return sorted
}

interface PageSorting {
  readonly texts: TextStore
  readonly text: TextOf
  /** The number of the page’s first user. */
  readonly first: number
  readonly page: TextPage
}

/**
 * By three units at a time, which with the user’s number within the page make 64 bits that are sorted as numbers; those who
 * are still alike by the next three. The numbers settle what is alike in the end.
 */
function* sortPage(sorting: PageSorting, sorted: Uint32Array): Sliced<undefined> {
  const keys = new BigUint64Array(sorted.length)
  const halves = new Uint32Array(keys.buffer)
  for (let user = 0; user < sorted.length; user += 1) halves[2 * user] = user
  yield
  const open: (readonly [from: number, to: number, depth: number])[] = [[0, sorted.length, 0]]
  for (let range = open.pop(); range; range = open.pop()) {
    const [from, to, depth] = range
    yield
    if (to - from <= fewUsers) {
      sortFew(sorting, halves, from, to)
      continue
    }
    for (let place = from; place < to; place += 1) packUnits(sorting, depth, halves, place)
    if (to - from > fewUsers * fewUsers) yield
    keys.subarray(from, to).sort()
    // From the end, so that the ranges are taken from the beginning.
    let end = to
    for (let place = to - 1; place >= from; place -= 1) {
      if (place > from && hasSameUnits(halves, place - 1, place)) continue
      if (end - place > 1 && (halves[2 * place] ?? 0) >>> 16 !== 0) open.push([place, end, depth + 3])
      end = place
    }
  }
  for (let place = 0; place < sorted.length; place += 1)
    sorted[place] = sorting.first + ((halves[2 * place] ?? 0) & 0xffff)
}

/** Units from `depth` on, 0 after the end, above the user’s number. */
function packUnits({ page, text }: PageSorting, depth: number, halves: Uint32Array, place: number): void {
  const { units, starts } = page
  const user = (halves[2 * place] ?? 0) & 0xffff
  const number = user * textsPerUser + text
  const begin = (starts[number] ?? 0) + depth
  const end = starts[number + 1] ?? 0
  const one = begin < end ? rankOfUnit(units[begin] ?? 0) : 0
  const two = begin + 1 < end ? rankOfUnit(units[begin + 1] ?? 0) : 0
  const three = begin + 2 < end ? rankOfUnit(units[begin + 2] ?? 0) : 0
  halves[2 * place + 1] = (one << 16) | two
  halves[2 * place] = (three << 16) | user
}

const hasSameUnits = (halves: Uint32Array, left: number, right: number): boolean =>
  halves[2 * left + 1] === halves[2 * right + 1] && (halves[2 * left] ?? 0) >>> 16 === (halves[2 * right] ?? 0) >>> 16

function sortFew({ texts, text, first }: PageSorting, halves: Uint32Array, from: number, to: number): void {
  for (let place = from + 1; place < to; place += 1) {
    const user = (halves[2 * place] ?? 0) & 0xffff
    let target = place
    while (target > from) {
      const other = (halves[2 * target - 2] ?? 0) & 0xffff
      if ((compareTexts(texts, text, first + other, first + user) || other - user) < 0) break
      halves[2 * target] = other
      target -= 1
    }
    halves[2 * target] = user
  }
}

interface Runs {
  readonly from: number
  readonly middle: number
  readonly to: number
}

/** Two sorted runs into one; the users of the first have the lower numbers. */
function* merge(
  texts: TextStore,
  text: TextOf,
  sorted: Uint32Array,
  into: Uint32Array,
  { from, middle, to }: Runs,
): Sliced<undefined> {
  let [left, right] = [from, middle]
  for (let place = from; place < to; place += 1) {
    if (place % mergedBetweenYields === 0) yield
    const takesLeft =
      left < middle && (right >= to || compareTexts(texts, text, sorted[left] ?? 0, sorted[right] ?? 0) <= 0)
    into[place] = sorted[takesLeft ? left : right] ?? 0
    if (takesLeft) left += 1
    else right += 1
  }
}
