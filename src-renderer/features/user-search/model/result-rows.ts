import type { UserPage, UserSummary } from '../../../../src-shared/api/users.ts'
import { foldSearchText } from '../../../../src-shared/domain/search-text.ts'
import type { KeptUsers } from '../../../lib/kept-users.ts'

/** As many as the server gives at once. */
export const pageRows = 200
/** Kept at once; what lies farthest from the view is given up first, and read again when it is looked at. */
const mostRows = 120_000

/** One way into the list: from its first row onwards, or in the opposite order from its last row backwards. */
export type Lane = 'head' | 'tail'

export interface PageWish {
  readonly lane: Lane
  /** Counted in its lane from 0. */
  readonly number: number
  readonly cursor: string | undefined
}

export interface RowRange {
  readonly first: number
  readonly last: number
}

interface Chunk {
  readonly users: (UserSummary | undefined)[]
  readonly keys: (Keys | undefined)[]
}

/** Folded login ID and user name, for the type-ahead. */
type Keys = readonly [string, string]

const foldKeys = ({ loginId, userName }: UserSummary): Keys => [foldSearchText(loginId), foldSearchText(userName)]

export interface ResultRows extends KeptUsers {
  readonly total: number
  readonly rowAt: (index: number) => UserSummary | undefined
  /** How many rows of the range have been read. */
  readonly countRead: (range: RowRange) => number
  /** How often a row that had been read was changed. */
  readonly countChanges: () => number
  /** What is on the screen: it is read first and given up last. */
  readonly look: (range: RowRange) => void
  /** The page that brings what is on the screen and was not read yet, or leads there. */
  readonly wishForView: () => PageWish | undefined
  /** The next page that nobody looks at yet; undefined when all is there, or as much as is kept. */
  readonly wishAhead: () => PageWish | undefined
  readonly put: (wish: PageWish, page: UserPage) => void
  /** The first row from `from` on, and around the end, whose login ID or name begins so; of those that were read. */
  readonly findPrefix: (prefix: string, from: number) => number | undefined
  readonly subscribe: (listener: () => void) => () => void
}

/**
 * The rows of one search in pages, found by their index: nothing is ever copied together. The server gives a page only
 * after the one before it, so that the middle is reached from whichever end is nearer.
 */
export function createResultRows(firstPage: UserPage, most = mostRows): ResultRows {
  const { total } = firstPage
  const chunks = new Map<number, Chunk>()
  const cursors: Readonly<Record<Lane, (string | undefined)[]>> = { head: [undefined], tail: [undefined] }
  const listeners = new Set<() => void>()
  let hasTail = true
  /** Fewer than `total` when users went away meanwhile. */
  let reachable = total
  let view: RowRange = { first: 0, last: 0 }
  let changes = 0
  /** Somebody waits for the rows of the first page: its keys are folded when they are asked for. */
  let isFirst = true

  const chunkOf = (index: number): number => Math.floor(index / pageRows)
  const rowAt = (index: number) => chunks.get(chunkOf(index))?.users[index % pageRows]

  const keep = (index: number, user: UserSummary) => {
    const number = chunkOf(index)
    const chunk = chunks.get(number) ?? { users: [], keys: [] }
    chunks.set(number, chunk)
    chunk.users[index % pageRows] = user
    chunk.keys[index % pageRows] = isFirst ? undefined : foldKeys(user)
  }

  const keysAt = (index: number): Keys | undefined => {
    const [chunk, offset] = [chunks.get(chunkOf(index)), index % pageRows]
    const user = chunk?.users[offset]
    return chunk && user && (chunk.keys[offset] ??= foldKeys(user))
  }

  const giveUpFarthest = () => {
    const middle = chunkOf((view.first + view.last) / 2)
    while (chunks.size * pageRows > most) {
      const numbers = [...chunks.keys()]
      const farthest = numbers.reduce((far, next) => (Math.abs(next - middle) > Math.abs(far - middle) ? next : far))
      chunks.delete(farthest)
    }
  }

  const lastKnown = (lane: Lane): number => cursors[lane].length - 1
  const wish = (lane: Lane, number: number): PageWish => ({ lane, number, cursor: cursors[lane][number] })

  const findMissing = ({ first, last }: RowRange): number | undefined => {
    for (let index = first; index <= Math.min(last, reachable - 1); index += 1) if (!rowAt(index)) return index
    return undefined
  }

  const leadTo = (index: number): PageWish => {
    const [fromHead, fromTail] = [chunkOf(index), chunkOf(total - 1 - index)]
    const [head, tail] = [lastKnown('head'), lastKnown('tail')]
    if (fromHead <= head) return wish('head', fromHead)
    if (hasTail && fromTail <= tail) return wish('tail', fromTail)
    return hasTail && fromTail - tail < fromHead - head ? wish('tail', tail) : wish('head', head)
  }

  const put: ResultRows['put'] = ({ lane, number }, page) => {
    // Counted from the end, rows are in their places only as long as the count is the same.
    if (lane === 'tail' && page.total !== total) hasTail = false
    else {
      const from = number * pageRows
      for (const [offset, user] of page.items.entries()) {
        const index = lane === 'head' ? from + offset : total - 1 - from - offset
        if (index >= 0 && index < total) keep(index, user)
      }
      // Nothing can be found behind a page that is not full: to ask on would be to ask for the same rows for ever.
      if (page.nextCursor !== null && page.items.length === pageRows) cursors[lane][number + 1] = page.nextCursor
      else if (lane === 'head') reachable = Math.min(total, from + page.items.length)
      else hasTail = from + page.items.length >= total
      giveUpFarthest()
    }
    for (const listener of listeners) listener()
  }
  put(wish('head', 0), firstPage)
  isFirst = false

  return {
    total,
    rowAt,
    countRead({ first, last }) {
      let count = 0
      for (let index = first; index <= last; index += 1) if (rowAt(index)) count += 1
      return count
    },
    countChanges: () => changes,
    look(range) {
      view = range
    },
    wishForView() {
      const missing = findMissing(view)
      return missing === undefined ? undefined : leadTo(missing)
    },
    wishAhead() {
      const next = lastKnown('head')
      if ((chunks.size + 1) * pageRows > most) return undefined
      const range = { first: next * pageRows, last: (next + 1) * pageRows - 1 }
      return findMissing(range) === undefined ? undefined : wish('head', next)
    },
    put,
    markTemporary(userId) {
      for (const { users } of chunks.values()) {
        const index = users.findIndex((user) => user?.userId === userId)
        const user = users[index]
        if (user) users[index] = { ...user, passwordState: 'temporary' }
      }
      changes += 1
      for (const listener of listeners) listener()
    },
    findPrefix(prefix, from) {
      for (let step = 0; step < total; step += 1) {
        const index = (from + step) % total
        if (keysAt(index)?.some((key) => key.startsWith(prefix))) return index
      }
      return undefined
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
