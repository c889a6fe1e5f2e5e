import { alignTable } from '../report.ts'
import { percent } from '../round.ts'
import type { CallNode } from './call-tree.ts'
import { listSelfTimes, sumByPackage } from './self-times.ts'

const mostFunctions = 10
const mostPackages = 5

/** A flame graph’s picture, at `path` from the page, with the functions and the dependencies that took most, as Markdown. */
export function describeGraph(title: string, root: CallNode, path: string): string[] {
  const packages = sumByPackage(root).slice(0, mostPackages)
  const named = packages.map(([name, ms]) => `\`${name}\` ${percent(ms / root.totalMs)}`)
  return [
    `#### ${title}`,
    `[![Flame graph: ${title}](${path})](${path})`,
    ...(named.length === 0 ? [] : [`Dependencies with the most time of their own: ${named.join(', ')}.`]),
    tableFunctions(root),
  ]
}

function tableFunctions(root: CallNode): string {
  const rows = listSelfTimes(root)
    .slice(0, mostFunctions)
    .map(({ frame: { name, place }, selfMs, totalMs }) => [
      `\`${name}\``,
      place === '' ? '' : `\`${place}\``,
      percent(selfMs / root.totalMs),
      percent(totalMs / root.totalMs),
    ])
  return alignTable(['function', 'file', 'itself', 'with what it calls'], rows)
}
