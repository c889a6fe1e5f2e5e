import { rankOfUnit } from './code-points.ts'

/** The texts of a user, in the order in which they lie in the store. */
export const textOf = { userId: 0, userIdKey: 1, loginIdKey: 2, userNameKey: 3 } as const
export type TextOf = (typeof textOf)[keyof typeof textOf]
export const textsPerUser = 4

/** The fields that are searched. */
export type SearchedText = 1 | 2 | 3
export const searchedTexts: readonly SearchedText[] = [textOf.userIdKey, textOf.loginIdKey, textOf.userNameKey]

/** The texts of some users one behind the other in UTF-16. */
export interface TextPage {
  readonly units: Uint16Array
  /** Where each text begins; text `n` of user `u` is number `u * textsPerUser + n`, and ends where the next one begins. */
  readonly starts: Uint32Array
}

/**
 * The texts of all users, since a million strings of their own would take five times as much. In pages of `2 ** shift` users,
 * so that nothing large has to be moved when it grows.
 */
export interface TextStore {
  readonly users: number
  readonly shift: number
  readonly pages: readonly TextPage[]
}

export interface TextDraft {
  add(texts: readonly [string, string, string, string]): void
  finish(): TextStore
}

export function createTextDraft(shift: number): TextDraft {
  const inPage = 2 ** shift
  const pages: TextPage[] = []
  let units = new Uint16Array(inPage * 32)
  let starts = new Uint32Array(inPage * textsPerUser + 1)
  let [users, used] = [0, 0]

  const endPage = (): void => {
    pages.push({ units: units.slice(0, used), starts: starts.slice(0, users * textsPerUser + 1) })
    starts = new Uint32Array(inPage * textsPerUser + 1)
    ;[users, used] = [0, 0]
  }

  return {
    add(texts) {
      if (users === inPage) endPage()
      const length = texts[0].length + texts[1].length + texts[2].length + texts[3].length
      if (used + length > units.length) units = growUnits(units, used + length)
      let text = users * textsPerUser
      for (const value of texts) {
        for (let place = 0; place < value.length; place += 1) units[used + place] = value.charCodeAt(place)
        used += value.length
        text += 1
        starts[text] = used
      }
      users += 1
    },
    finish() {
      const count = pages.length * inPage + users
      if (users > 0) endPage()
      return { users: count, shift, pages }
    },
  }
}

const growUnits = (units: Uint16Array<ArrayBuffer>, needed: number): Uint16Array<ArrayBuffer> =>
  new Uint16Array(units.buffer.transfer(2 * Math.max(needed, Math.ceil(units.length * 1.5))))

const noPage: TextPage = { units: new Uint16Array(), starts: new Uint32Array(1) }
const pageOf = ({ pages, shift }: TextStore, user: number): TextPage => pages[user >>> shift] ?? noPage
const numberIn = ({ shift }: TextStore, user: number, text: TextOf): number =>
  (user & ((1 << shift) - 1)) * textsPerUser + text

export function readText(store: TextStore, user: number, text: TextOf): string {
  const { units, starts } = pageOf(store, user)
  const number = numberIn(store, user, text)
  const end = starts[number + 1] ?? 0
  let value = ''
  // Texts are short: all units at once, as arguments, take three times as long.
  for (let place = starts[number] ?? 0; place < end; place += 1) value += String.fromCharCode(units[place] ?? 0)
  return value
}

/** As `compareCodePoints`, of the same text of two users. */
export function compareTexts(store: TextStore, text: TextOf, left: number, right: number): number {
  const [leftPage, rightPage] = [pageOf(store, left), pageOf(store, right)]
  const [leftText, rightText] = [numberIn(store, left, text), numberIn(store, right, text)]
  const [leftUnits, rightUnits] = [leftPage.units, rightPage.units]
  const [a, b] = [leftPage.starts[leftText] ?? 0, rightPage.starts[rightText] ?? 0]
  const leftLength = (leftPage.starts[leftText + 1] ?? 0) - a
  const rightLength = (rightPage.starts[rightText + 1] ?? 0) - b
  const shared = leftLength < rightLength ? leftLength : rightLength
  for (let place = 0; place < shared; place += 1) {
    const [x, y] = [leftUnits[a + place] ?? 0, rightUnits[b + place] ?? 0]
    if (x !== y) return rankOfUnit(x) - rankOfUnit(y)
  }
  return leftLength - rightLength
}

export const toUnits = (word: string): Uint16Array =>
  Uint16Array.from({ length: word.length }, (_, place) => word.charCodeAt(place))

/** Whether a text holds a word in one piece. */
export function holdsWord(store: TextStore, text: TextOf, user: number, word: Uint16Array): boolean {
  const { units, starts } = pageOf(store, user)
  const number = numberIn(store, user, text)
  return holdsUnits(units, starts[number] ?? 0, (starts[number + 1] ?? 0) - word.length, word)
}

/** Whether a word begins at a place from `from` to `last`. */
function holdsUnits(units: Uint16Array, from: number, last: number, word: Uint16Array): boolean {
  const first = word[0]
  for (let place = from; place <= last; place += 1) {
    if (units[place] !== first) continue
    let same = 1
    while (same < word.length && units[place + same] === word[same]) same += 1
    if (same >= word.length) return true
  }
  return false
}

/**
 * Those of some users of one page, by their places in it, whose text holds a word. What is compared lies all over the memory:
 * it is touched for all of them first, for which the processor waits once and not for one after the other (a quarter of the time).
 */
export function listHolding(
  store: TextStore,
  text: TextOf,
  firstOfPage: number,
  places: Uint16Array,
  word: Uint16Array,
): Uint16Array {
  const { units, starts } = pageOf(store, firstOfPage)
  const [froms, lasts] = [new Uint32Array(places.length), new Int32Array(places.length)]
  for (let asked = 0; asked < places.length; asked += 1) {
    const number = (places[asked] ?? 0) * textsPerUser + text
    froms[asked] = starts[number] ?? 0
    lasts[asked] = (starts[number + 1] ?? 0) - word.length
  }
  let touched = 0
  for (let asked = 0; asked < places.length; asked += 1)
    touched |= (units[froms[asked] ?? 0] ?? 0) | (units[(lasts[asked] ?? 0) + word.length - 1] ?? 0)
  const holding = new Uint16Array(places.length)
  // No text holds a unit that is 0.
  if (touched === 0) return holding.subarray(0, 0)
  let count = 0
  for (let asked = 0; asked < places.length; asked += 1) {
    if (!holdsUnits(units, froms[asked] ?? 0, lasts[asked] ?? 0, word)) continue
    holding[count] = places[asked] ?? 0
    count += 1
  }
  return holding.subarray(0, count)
}
