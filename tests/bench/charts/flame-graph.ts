import { nameless, origins, type CallNode, type Origin } from '../profile/call-tree.ts'
import { packageOf, sumByOrigin } from '../profile/self-times.ts'
import { percent } from '../round.ts'
import { drawBox, drawPicture, drawText, drawTitled, palette } from './svg.ts'

const [width, margin, top, rowHeight, letterWidth] = [1200, 16, 66, 17, 6.6]
const textSize = 11

/** Light enough for dark letters on them. */
const colours: Readonly<Record<Origin, string>> = {
  own: palette.second,
  package: palette.band,
  node: palette.fourth,
  native: palette.grid,
}
const labels: Readonly<Record<Origin, string>> = {
  own: 'our sources',
  package: 'dependencies',
  node: 'Node itself',
  native: 'native code, garbage collector',
}

interface Box {
  readonly node: CallNode
  readonly depth: number
  readonly x: number
  readonly width: number
}

/**
 * Who called whom, from the top down: as wide as it took, with what it calls below it, the longest first. What has less than
 * `leastShare` of the width is left out. Shares are of the whole; a box tells its own when it is pointed at.
 */
export function drawFlameGraph(title: string, root: CallNode, leastShare = 0.005): string {
  const boxes = layOut(root, leastShare * root.totalMs)
  const height = top + (1 + Math.max(0, ...boxes.map(({ depth }) => depth))) * rowHeight + margin
  return drawPicture(title, width, height, [
    drawText(margin, 26, title, { size: 15, weight: 'bold' }),
    ...drawLegend(root),
    ...boxes.map((box) => drawCall(box, root.totalMs)),
  ])
}

function layOut(root: CallNode, leastMs: number): Box[] {
  const scale = (width - 2 * margin) / root.totalMs
  const layChildren = (parent: CallNode, from: number, depth: number): Box[] => {
    let x = from
    return parent.children.flatMap((node) => {
      if (node.totalMs < leastMs) return []
      const box = { node, depth, x, width: node.totalMs * scale }
      x += box.width
      return [box, ...layChildren(node, box.x, depth + 1)]
    })
  }
  return layChildren(root, margin, 0)
}

function drawLegend(root: CallNode): string[] {
  const sums = sumByOrigin(root)
  let x = margin
  return origins.flatMap((origin) => {
    const ms = sums.get(origin)
    if (ms === undefined) return []
    const label = `${labels[origin]} ${percent(ms / root.totalMs)}`
    const drawn = [drawBox(x, 40, 12, 12, colours[origin]), drawText(x + 17, 50, label)]
    x += 17 + label.length * 7 + 22
    return drawn
  })
}

function drawCall({ node: { frame, selfMs, totalMs }, depth, x, width: wide }: Box, wholeMs: number): string {
  const shares = `${percent(totalMs / wholeMs)}, itself ${percent(selfMs / wholeMs)}`
  const y = top + depth * rowHeight
  // A hair of the ground between neighbours.
  const box = drawBox(x, y, Math.max(0.6, wide - 0.6), rowHeight - 1, colours[frame.origin])
  const text = fitLabel(frame.name, nameFile(frame.origin, frame.place), Math.floor((wide - 6) / letterWidth))
  const written = text === '' ? [] : [drawText(x + 3, y + 12, text, { size: textSize })]
  return drawTitled([frame.name, frame.place].filter(Boolean).join(', ') + `: ${shares}`, [box, ...written])
}

/** The file’s name, of dependencies theirs. */
const nameFile = (origin: Origin, path: string): string =>
  origin === 'package' ? packageOf(path) : (path.split('/').at(-1) ?? '')

/** The name with its file, or alone, or its beginning, or nothing; where there is no name, the file. */
function fitLabel(name: string, file: string, letters: number): string {
  const both = file === '' ? name : `${name} · ${file}`
  if (both.length <= letters) return both
  const first = name === nameless ? file : name
  if (first.length <= letters) return first
  return letters < 4 ? '' : `${first.slice(0, letters - 1)}…`
}
