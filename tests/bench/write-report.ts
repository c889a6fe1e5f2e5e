import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { drawCharts } from './charts/draw-charts.ts'
import {
  benchResultSchema,
  suiteNames,
  type BenchResult,
  type Machine,
  type SuiteName,
  type SuiteRun,
} from './figures.ts'
import { mergeRun } from './merge-results.ts'
import { describeMachine, replaceBetweenMarkers, writeSuite, type Picture } from './report.ts'

export interface ReportPlaces {
  /** The file of all figures. */
  readonly latest: string
  /** The page with the tables; left alone when left out, and the charts with it. */
  readonly page?: string
  /** The folder of the charts. */
  readonly pictures: string
}

export interface ReportSource {
  readonly machine: Machine
  readonly commit: string
}

/** Writes what a suite brought into the file, the page and the charts. Gives what there is to say about it. */
export function writeReport(places: ReportPlaces, run: SuiteRun, source: ReportSource): readonly string[] {
  const before = readLatest(places.latest)
  const { result, dropped } = mergeRun(before, run, source)
  mkdirSync(dirname(places.latest), { recursive: true })
  writeFileSync(places.latest, `${JSON.stringify(benchResultSchema.parse(result), undefined, 2)}\n`)
  if (places.page !== undefined) writePage(places.page, places.pictures, run, result)
  if (dropped.length === 0) return []
  return [`another machine or commit than before: ${dropped.join(' and ')} must be measured again`]
}

/** Undefined for none, and for one of another form. */
function readLatest(path: string): BenchResult | undefined {
  if (!existsSync(path)) return undefined
  const read = benchResultSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  return read.data
}

function writePage(path: string, pictures: string, run: SuiteRun, result: BenchResult): void {
  const drawn = replacePictures(path, pictures, run)
  const measured = new Set(result.figures.map(({ suite }) => suite))
  let page = readFileSync(path, 'utf8')
  page = replaceBetweenMarkers(page, 'machine', describeMachine(result.machine))
  page = replaceBetweenMarkers(page, run.suite, writeSuite(run, result.commit, drawn))
  for (const suite of suiteNames) {
    if (measured.has(suite) || suite === run.suite) continue
    page = replaceBetweenMarkers(page, suite, `Not measured at commit ${result.commit}: \`npm run bench -- ${suite}\`.`)
    removePictures(pictures, suite)
  }
  writeFileSync(path, page)
}

/** Draws the charts of the suite and takes away those that it has no more; gives their paths from the page. */
function replacePictures(page: string, folder: string, run: SuiteRun): Picture[] {
  mkdirSync(folder, { recursive: true })
  removePictures(folder, run.suite)
  return drawCharts(run).map(({ name, title, svg }) => {
    const path = join(folder, `${run.suite}-${name}.svg`)
    writeFileSync(path, svg)
    return { title, path: relative(dirname(page), path).replaceAll('\\', '/') }
  })
}

function removePictures(folder: string, suite: SuiteName): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) if (name.startsWith(`${suite}-`)) rmSync(join(folder, name))
}
