import { splitName, type Figure, type SuiteRun } from '../figures.ts'
import { headings, type Heading } from '../headings.ts'
import { peers, strictSearchMs } from '../peers.ts'
import { drawBarChart, type Bar, type BarColour } from './bar-chart.ts'

export interface Chart {
  readonly name: string
  readonly title: string
  readonly svg: string
}

/** The charts that the figures of a run are enough for. */
export function drawCharts({ suite, figures }: SuiteRun): Chart[] {
  const charts = suite === 'desk' ? [drawTimes] : [drawSearchKinds, drawReissues, drawJob, drawGrowth, drawImport]
  return charts.flatMap((draw) => draw(figures))
}

interface Found {
  readonly row: string
  /** What it was measured on. */
  readonly label: string
  readonly figure: Figure
}

const findUnder = ({ title }: Heading, figures: readonly Figure[]): Found[] =>
  figures.flatMap((figure) => {
    const { heading, row } = splitName(figure.name)
    const label = heading === title ? '' : heading.slice(title.length + 2)
    return heading === title || heading.startsWith(`${title}, `) ? [{ row, label, figure }] : []
  })

const barOf = ({ value }: Pick<Figure, 'value'>, colour: BarColour): Bar => ({
  parts: [{ value: value.median, colour }],
  spread: [value.min, value.max],
})
const withFloor = (figure: Figure): Bar[] => [
  barOf(figure, 'own'),
  ...(figure.floor ? [barOf({ value: figure.floor }, 'floor')] : []),
]

function drawSearchKinds(figures: readonly Figure[]): Chart[] {
  return [...Map.groupBy(findUnder(headings.searchKinds, figures), ({ label }) => label)].map(([label, found]) => {
    const title = `Search by kind of word, ${label}, median`
    const svg = drawBarChart({
      title,
      unit: 'ms',
      groups: found.map(({ row, figure }) => ({ label: row, bars: withFloor(figure) })),
      legend: [
        { label: 'over HTTP', colour: 'own' },
        { label: 'its SQL alone', colour: 'floor' },
      ],
      band: {
        label: `LTB, range over all words (LAM: ${peers.lam.search[0]} to ${peers.lam.search[1].toLocaleString('en')} ms)`,
        from: peers.ltb.search[0],
        to: peers.ltb.search[1],
      },
      goals: [{ label: `goal ${strictSearchMs} ms`, at: strictSearchMs }],
      limit: 2 * peers.ltb.search[1],
    })
    return { name: nameFile('search-by-kind', label), title, svg }
  })
}

function drawReissues(figures: readonly Figure[]): Chart[] {
  const [open, closed] = [findUnder(headings.reissuesOpen, figures), findUnder(headings.reissuesClosed, figures)]
  const [first] = open
  if (!first) return []
  const title = `Reissues per second, ${first.label}`
  const groups = open.map(({ row, label, figure }) => {
    const same = closed.find((found) => found.row === row && found.label === label)?.figure
    return { label: row, bars: [barOf(figure, 'own'), ...(same ? withFloor(same).with(0, barOf(same, 'second')) : [])] }
  })
  const svg = drawBarChart({
    title,
    unit: '1/s',
    groups: groups.slice(0, new Set(open.map(({ row }) => row)).size),
    legend: [
      { label: 'clients that do not wait', colour: 'own' },
      { label: 'clients that wait', colour: 'second' },
      { label: 'the hashes alone', colour: 'floor' },
    ],
  })
  return [{ name: 'reissues', title, svg }]
}

const jobColours = ['own', 'second', 'third', 'fourth'] as const

/** The steps behind each other, the floor below, and the peers, of whose steps only the sum is comparable. */
function drawJob(figures: readonly Figure[]): Chart[] {
  const found = findUnder(headings.job, figures)
  const [whole] = found
  const steps = found.filter(({ row }) => !row.startsWith('the whole job'))
  if (!whole) return []
  const title = `The whole job by script, ${whole.label}, for one user`
  const partsOf = (read: (figure: Figure) => number | undefined) =>
    steps.map(({ figure }, index) => ({ value: read(figure) ?? 0, colour: jobColours[index] ?? ('own' as const) }))
  const peerBars = [peers.ltb, peers.lam].map(({ name, wholeJob }) => ({
    label: name.replace(/ [\d.]+$/, ''),
    bars: [{ parts: [{ value: wholeJob, colour: 'peer' as const }] }],
  }))
  const svg = drawBarChart({
    title,
    unit: 'ms',
    groups: [
      {
        label: 'Saihakko Desk',
        bars: [{ parts: partsOf(({ value }) => value.median), shown: whole.figure.value.median }],
      },
      {
        label: 'floor',
        bars: [{ parts: partsOf(({ floor }) => floor?.median), shown: whole.figure.floor?.median ?? 0 }],
      },
      ...peerBars,
    ],
    legend: steps.map(({ row }, index) => ({ label: row, colour: jobColours[index] ?? 'own' })),
    goals: [{ label: `goal ${peers.ltb.wholeJob} ms`, at: peers.ltb.wholeJob }],
    limit: 1.4 * Math.max(peers.ltb.wholeJob, whole.figure.value.median),
  })
  return [{ name: 'whole-job', title, svg }]
}

function drawGrowth(figures: readonly Figure[]): Chart[] {
  const found = findUnder(headings.search, figures).filter(({ label }) => label.endsWith('PostgreSQL'))
  if (findUnder(headings.growth, figures).length === 0 || !figures.some(({ name }) => name.includes('1 M users')))
    return []
  const rows = [...Map.groupBy(found, ({ row }) => row)]
  const title = 'Search among more users'
  const svg = drawBarChart({
    title,
    unit: 'ms',
    groups: rows.map(([row, sizes]) => ({
      label: row,
      bars: sizes.map(({ figure, label }, index) => ({
        ...barOf(figure, jobColours[sizes.length - 1 - index] ?? 'own'),
        note: label.replace(/ users.*/, ''),
      })),
    })),
    legend: (rows[0]?.[1] ?? []).map(({ label }, index, all) => ({
      label: label.replace(/,.*/, ''),
      colour: jobColours[all.length - 1 - index] ?? 'own',
    })),
    goals: [{ label: 'goal of p95: 20 ms', at: 20 }],
  })
  return [{ name: 'growth', title, svg }]
}

function drawImport(figures: readonly Figure[]): Chart[] {
  const found = findUnder(headings.import, figures)
  const [first] = found
  if (!first) return []
  const title = 'Import of new users'
  const svg = drawBarChart({
    title,
    unit: 's',
    groups: found.map(({ row, figure }) => ({ label: row, bars: withFloor(figure) })),
    legend: [
      { label: 'the import', colour: 'own' },
      { label: 'COPY of the same rows', colour: 'floor' },
    ],
  })
  return [{ name: 'import', title, svg }]
}

/** Of every heading with several times, each beside its floor; with the goal where all have the same. */
function drawTimes(figures: readonly Figure[]): Chart[] {
  const groups = Map.groupBy(figures, ({ name }) => splitName(name).heading)
  return [...groups].flatMap(([title, group]) => {
    const times = group.filter(({ unit }) => unit === 'ms')
    if (title === '' || times.length < 2) return []
    const [goal, ...others] = [...new Set(times.flatMap((figure) => figure.goal ?? []))]
    const at = others.length === 0 ? Number(/^≤ ([\d.]+) ms$/.exec(goal ?? '')?.[1] ?? Number.NaN) : Number.NaN
    const svg = drawBarChart({
      title,
      unit: 'ms',
      groups: times.map((figure) => ({ label: splitName(figure.name).row, bars: withFloor(figure) })),
      legend: [
        { label: 'measured', colour: 'own' },
        { label: 'floor', colour: 'floor' },
      ],
      ...(Number.isNaN(at) ? {} : { goals: [{ label: `goal ${at} ms`, at }] }),
    })
    return [{ name: nameFile('times', title), title, svg }]
  })
}

const nameFile = (name: string, label: string): string =>
  `${name}-${label
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '')}`
