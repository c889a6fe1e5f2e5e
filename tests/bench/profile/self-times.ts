import { keyOf, type CallNode, type Frame, type Origin } from './call-tree.ts'

export interface FunctionTime {
  readonly frame: Frame
  /** While nothing that it calls ran. */
  readonly selfMs: number
  /** While it was being called, once where it calls itself. */
  readonly totalMs: number
}

/** Every function with the time it has from all its callers; the one with the most of its own first. */
export function listSelfTimes(root: CallNode): FunctionTime[] {
  const times = new Map<string, { readonly frame: Frame; selfMs: number; totalMs: number }>()
  const visit = ({ frame, selfMs, totalMs, children }: CallNode, above: ReadonlySet<string>): void => {
    const key = keyOf(frame)
    const time = times.get(key) ?? { frame, selfMs: 0, totalMs: 0 }
    times.set(key, time)
    time.selfMs += selfMs
    if (!above.has(key)) time.totalMs += totalMs
    for (const child of children) visit(child, new Set([...above, key]))
  }
  for (const child of root.children) visit(child, new Set())
  return [...times.values()].toSorted((a, b) => b.selfMs - a.selfMs)
}

/** Milliseconds by origin. */
export const sumByOrigin = (root: CallNode): ReadonlyMap<Origin, number> => sumBy(root, ({ origin }) => origin)

/** Milliseconds by dependency, the longest first. */
export const sumByPackage = (root: CallNode): [name: string, ms: number][] =>
  [...sumBy(root, ({ origin, place }) => (origin === 'package' ? packageOf(place) : undefined))].toSorted(
    (a, b) => b[1] - a[1],
  )

/** `@fluentui/react-menu` of `@fluentui/react-menu/lib/index.js`. */
export const packageOf = (place: string): string => /^(@[^/]+\/)?[^/:]+/.exec(place)?.[0] ?? place

function sumBy<Key>(root: CallNode, read: (frame: Frame) => Key | undefined): Map<Key, number> {
  const sums = new Map<Key, number>()
  const visit = ({ frame, selfMs, children }: CallNode): void => {
    const key = read(frame)
    if (key !== undefined) sums.set(key, (sums.get(key) ?? 0) + selfMs)
    for (const child of children) visit(child)
  }
  visit(root)
  return sums
}
