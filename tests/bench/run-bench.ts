import { mkdtempSync, cpSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { inProject } from '../support/project.ts'
import type { BenchOptions, BenchSuite } from './bench-suite.ts'
import { suiteNames, type SuiteName, type SuiteRun } from './figures.ts'
import { readCommit, readMachine } from './read-source.ts'
import { writeTables } from './report.ts'
import { writeReport, type ReportPlaces, type ReportSource } from './write-report.ts'

const suites: Readonly<Record<SuiteName, () => Promise<BenchSuite>>> = {
  server: async () => (await import('./server/server-suite.ts')).runServerSuite,
  scale: async () => (await import('./server/scale-suite.ts')).runScaleSuite,
  desk: async () => (await import('./desk/desk-suite.ts')).runDeskSuite,
}

/** No suite: it has no figures, and measuring it disturbs what it looks at. Done when it is named. */
const profile = 'profile'
const names: readonly string[] = [...suiteNames, profile]

const help = `npm run bench -- [SUITE … | ${profile}] [--rounds N] [--smoke] [--keep-docs]

Suites: ${suiteNames.join(', ')} (all when none is named). Writes bench/latest.json, and the tables and charts of
docs/performance.md. What other suites brought stays in bench/latest.json as long as the machine and the commit of the
product are the same; otherwise the file starts anew, and the page says of the others that they are not measured.

${profile} looks where the time goes: flame graphs of the server’s thread, of the page’s and of the start, and
the plans of the statements.

  --rounds N    of every figure; 5
  --smoke       tiny sizes, which prove that everything can be measured; written to a temporary folder
  --keep-docs   leave the page and its charts alone`

async function runBench(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '5' },
      smoke: { type: 'boolean', default: false },
      'keep-docs': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const known = suiteNames.filter((name) => positionals.length === 0 || positionals.includes(name))
  const rounds = Number(values.rounds)
  if (values.help || positionals.some((name) => !names.includes(name)) || !(rounds >= 1)) {
    console.log(help)
    return values.help ? 0 : 2
  }
  const places = choosePlaces(values.smoke, values['keep-docs'])
  const source = { machine: readMachine(), commit: readCommit() }
  for (const name of known) {
    const run = await measure(name, { rounds, isSmoke: values.smoke, tell })
    console.log(`\n${writeTables(run.figures)}`)
    for (const note of writeReport(places, run, source)) tell(note)
    tell(`written to ${places.latest}`)
  }
  if (positionals.includes(profile)) await writeWhereTimeGoes(places, values.smoke, source)
  return 0
}

const startedAt = performance.now()

/** With the minutes since the start: a suite takes many. */
function tell(line: string): void {
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  console.error(`${String(Math.floor(seconds / 60)).padStart(2)}:${String(seconds % 60).padStart(2, '0')}  ${line}`)
}

/** What a smoke run measures means nothing and must not be taken for a result. */
function choosePlaces(isSmoke: boolean, keepsDocs: boolean): ReportPlaces {
  const page = inProject('docs', 'performance.md')
  if (!isSmoke) {
    const pictures = inProject('docs', 'pictures', 'performance')
    return { latest: inProject('bench', 'latest.json'), pictures, ...(keepsDocs ? {} : { page }) }
  }
  const folder = mkdtempSync(join(tmpdir(), 'saihakko-bench-smoke-'))
  const copy = join(folder, 'performance.md')
  cpSync(page, copy)
  return { latest: join(folder, 'latest.json'), pictures: join(folder, 'pictures'), page: copy }
}

async function measure(suite: SuiteName, options: BenchOptions): Promise<SuiteRun> {
  const loadBefore = loadavg()[0] ?? 0
  const run = await suites[suite]()
  const figures = await run(options)
  const load = [loadBefore, loadavg()[0] ?? 0] as const
  return { suite, at: new Date().toISOString(), rounds: options.rounds, load, figures }
}

async function writeWhereTimeGoes(places: ReportPlaces, isSmoke: boolean, source: ReportSource): Promise<void> {
  const { runProfile } = await import('./profile/run-profile.ts')
  const { writeProfile } = await import('./profile/write-profile.ts')
  writeProfile(places, await runProfile({ isSmoke, tell }), source)
  tell(`flame graphs are in ${places.pictures}`)
}

process.exitCode = await runBench(process.argv.slice(2))
