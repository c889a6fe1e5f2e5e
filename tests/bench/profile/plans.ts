/** A statement as PostgreSQL told of it when it was done (`auto_explain`). */
export interface ExplainedStatement {
  readonly text: string
  readonly ms: number
  readonly plan: readonly string[]
}

/** Undefined for a notice about anything else. */
export function readExplained(notice: string): ExplainedStatement | undefined {
  const found = /^duration: ([\d.]+) ms {2}plan:\nQuery Text: ([^]*?)\n([A-Z][^\n]* {2}\(cost=[^]*)$/.exec(notice)
  if (!found) return undefined
  const [, ms = '', text = '', plan = ''] = found
  return { text: text.trim(), ms: Number(ms), plan: plan.trimEnd().split('\n') }
}

const mostLines = 40
const widest = 150

/** What PostgreSQL says of a step in lines of its own; the indexes that it used and what it compares are worth a line. */
const asides =
  /^ *(Index Searches|Storage|Buckets|Heap Fetches|Sort Method|Full-sort Groups|Presorted Key|Cache Mode): /

/**
 * A plan to be read by people: without the planner’s guesses, the pages read at the end of each step, at most forty lines.
 * Of a longer one first the conditions go, then the deepest steps.
 */
export function shortenPlan(plan: readonly string[]): string[] {
  const lines = foldBuffers(plan.filter((line) => !asides.test(line)))
    .map((line) => line.replace(/ {2}\(cost=[^)]*\)/, '').replaceAll(/rows=(\d+)\.00/g, 'rows=$1'))
    .map((line) => (line.length > widest ? `${line.slice(0, widest - 1)}…` : line))
  return lines.length <= mostLines ? lines : dropDeepest(lines.filter(isStep))
}

/** A step, the name of what follows, or a trigger. */
const isStep = (line: string): boolean =>
  / \(actual | \(never executed\)|^ *(CTE|InitPlan|SubPlan) |^Trigger /.test(line)

/** Pages found in memory (`hit`) and read, where the step itself is told of. */
function foldBuffers(lines: readonly string[]): string[] {
  const folded: string[] = []
  let step = -1
  for (const line of lines) {
    const pages = /^ *Buffers: (?:shared )?(.*)$/.exec(line)?.[1]
    if (pages === undefined) {
      if (line.includes('(actual ')) step = folded.length
      folded.push(line)
    } else if (step >= 0) folded[step] += ` (${pages})`
  }
  return folded
}

function dropDeepest(lines: readonly string[]): string[] {
  const depthOf = (line: string): number => line.length - line.trimStart().length
  let kept = [...lines]
  while (kept.length > mostLines - 1) {
    const deepest = Math.max(...kept.map(depthOf))
    if (deepest === 0) break
    kept = kept.filter((line) => depthOf(line) < deepest)
  }
  const missing = lines.length - kept.length
  return missing === 0 ? kept : [...kept, `(${missing} deeper steps are left out)`]
}
