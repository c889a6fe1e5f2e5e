import type { BenchResult, Figure, Spread } from './figures.ts'

const columns = ['figure', 'median', 'min – max', 'floor', 'ratio', 'goal', 'holds'] as const

/** The table as Markdown, which can be read in a terminal, too. */
export function writeTable(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, unit, value, floor, ratio, goal, holds }) => [
    name,
    `${round(value.median)} ${unit}`,
    `${round(value.min)} – ${round(value.max)}`,
    floor ? `${round(floor.median)} (${round(floor.min)} – ${round(floor.max)})` : '',
    ratio === null ? '' : round(ratio),
    goal ?? '',
    holds === null ? '' : holds ? 'yes' : 'no',
  ])
  const widths = columns.map((title, index) => Math.max(title.length, ...rows.map((row) => row[index]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`
  return [line(columns), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

function round(value: Spread['median']): string {
  if (value >= 100) return value.toFixed(0)
  return value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

export function writeSummary({ machine, commit, at, rounds, figures }: BenchResult): string {
  const { processor, threads, memoryGib, system, node, load } = machine
  const intro =
    `${at.slice(0, 10)}, commit ${commit}; ${processor}, ${threads} threads, ${memoryGib} GiB, ${system}, Node ${node}; ` +
    `load ${load.map((value) => value.toFixed(1)).join(' to ')}; ${rounds} rounds.`
  return `${intro}\n\n${writeTable(figures)}`
}

/** Puts `text` between the two markers of a suite in a page. Throws when the page has none. */
export function replaceBetweenMarkers(page: string, suite: string, text: string): string {
  const [start, end] = [`<!-- bench ${suite} -->`, `<!-- end of bench ${suite} -->`]
  const [from, to] = [page.indexOf(start), page.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`the page has no place for the figures of ${suite}`)
  return `${page.slice(0, from + start.length)}\n\n${text}\n\n${page.slice(to)}`
}
