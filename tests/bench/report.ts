import { splitName, type Figure, type Machine, type SuiteRun } from './figures.ts'
import { findHeading, type Heading } from './headings.ts'
import { round } from './round.ts'

/** One table for each heading, in the order of the figures; what a heading says is said once. */
export function writeTables(figures: readonly Figure[]): string {
  const groups = Map.groupBy(figures, ({ name }) => splitName(name).heading)
  const said = new Set<Heading>()
  return [...groups]
    .flatMap(([title, group]) => {
      const heading = findHeading(title)
      const note = heading && !said.has(heading) ? [heading.note] : []
      if (heading) said.add(heading)
      return [...(title === '' ? [] : [`### ${title}`]), ...note, writeTable(group, heading)]
    })
    .join('\n\n')
}

/** The table as Markdown, which can be read in a terminal, too. */
export function writeTable(figures: readonly Figure[], heading?: Heading): string {
  const extra = heading?.extraColumns ?? []
  const columns = [
    'figure',
    'median',
    'min – max',
    heading?.floorTitle ?? 'floor',
    'ratio',
    'goal',
    'holds',
    ...extra.map(({ title }) => title),
  ]
  const rows = figures.map((figure) => [...writeRow(figure), ...extra.map(({ read }) => read(figure))])
  const used = columns.map((_, index) => index < 3 || rows.some((row) => row[index] !== ''))
  const shown = (cells: readonly string[]): string[] => cells.filter((_, index) => used[index])
  return alignTable(shown(columns), rows.map(shown))
}

function writeRow({ name, unit, value, floor, ratio, goal, holds }: Figure): string[] {
  return [
    splitName(name).row,
    `${round(value.median)} ${unit}`,
    `${round(value.min)} – ${round(value.max)}`,
    floor ? `${round(floor.median)} (${round(floor.min)} – ${round(floor.max)})` : '',
    ratio === null ? '' : round(ratio),
    goal ?? '',
    holds === null ? '' : holds ? 'yes' : 'no',
  ]
}

/** Of Markdown that needs no more formatting. */
export function alignTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((title, index) => Math.max(title.length, ...rows.map((row) => row[index]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`
  return [line(columns), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

/** What a suite’s place in the page holds. `pictures`: paths from the page, by what they show. */
export function writeSuite(run: SuiteRun, commit: string, pictures: readonly Picture[]): string {
  const missed = run.figures.filter(({ holds }) => holds === false).length
  const [before, after] = run.load.map((value) => value.toFixed(1))
  const intro =
    `${run.at.slice(0, 10)}, commit ${commit}; load ${before} to ${after}; ${run.rounds} round${run.rounds === 1 ? '' : 's'}; ` +
    `${missed === 0 ? 'every goal is reached' : `${missed} of ${countGoals(run.figures)} goals are missed`}.`
  return [intro, ...pictures.map(({ title, path }) => `![${title}](${path})`), writeTables(run.figures)].join('\n\n')
}

export interface Picture {
  readonly title: string
  readonly path: string
}

const countGoals = (figures: readonly Figure[]): number => figures.filter(({ goal }) => goal !== null).length

export const describeMachine = ({ processor, threads, memoryGib, system, node }: Machine): string =>
  `Measured on: ${processor}, ${threads} threads, ${memoryGib} GiB, ${system}, Node ${node}.`

/** Puts `text` between the two markers of a suite in a page. Throws when the page has none. */
export function replaceBetweenMarkers(page: string, place: string, text: string): string {
  const [start, end] = [`<!-- bench ${place} -->`, `<!-- end of bench ${place} -->`]
  const [from, to] = [page.indexOf(start), page.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`the page has no place for the figures of ${place}`)
  return `${page.slice(0, from + start.length)}\n\n${text}\n\n${page.slice(to)}`
}
