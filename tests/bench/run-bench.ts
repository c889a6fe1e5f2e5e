import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, platform, release, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { inProject } from '../support/project.ts'
import type { BenchOptions, BenchSuite } from './bench-suite.ts'
import type { BenchResult } from './figures.ts'
import { replaceBetweenMarkers, writeSummary } from './report.ts'

const suites: Readonly<Record<string, () => Promise<BenchSuite>>> = {
  server: async () => (await import('./server/server-suite.ts')).runServerSuite,
  scale: async () => (await import('./server/scale-suite.ts')).runScaleSuite,
  desk: async () => (await import('./desk/desk-suite.ts')).runDeskSuite,
}

const help = `npm run bench -- [SUITE …] [--rounds N] [--smoke] [--keep-docs]

Suites: ${Object.keys(suites).join(', ')} (all when none is named). Writes bench/latest.json and the tables of docs/performance.md.`

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
  const names = positionals.length > 0 ? positionals : Object.keys(suites)
  const rounds = Number(values.rounds)
  if (values.help || names.some((name) => !Object.hasOwn(suites, name)) || !(rounds >= 1)) {
    console.log(help)
    return values.help ? 0 : 2
  }
  const results: BenchResult[] = []
  for (const name of names) {
    const result = await measure(name, { rounds, isSmoke: values.smoke, tell: (line) => console.error(line) })
    console.log(`\n${writeSummary(result)}`)
    if (!values['keep-docs']) updatePage(name, result)
    results.push(result)
  }
  writeResults(results)
  return 0
}

async function measure(name: string, options: BenchOptions): Promise<BenchResult> {
  const loadBefore = loadavg()[0] ?? 0
  const suite = await suites[name]?.()
  const figures = (await suite?.(options)) ?? []
  return {
    machine: {
      processor: cpus()[0]?.model ?? 'unknown',
      threads: cpus().length,
      memoryGib: Math.round(totalmem() / 2 ** 30),
      system: `${platform()} ${release()}`,
      node: process.version.slice(1),
      load: [loadBefore, loadavg()[0] ?? 0],
    },
    commit: readCommit(),
    at: new Date().toISOString(),
    rounds: options.rounds,
    figures: [...figures],
  }
}

function readCommit(): string {
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: inProject(), encoding: 'utf8' }).trim()
  try {
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') === '' ? '' : ' with changes')
  } catch {
    return 'unknown'
  }
}

function updatePage(name: string, result: BenchResult): void {
  const path = inProject('docs', 'performance.md')
  writeFileSync(path, replaceBetweenMarkers(readFileSync(path, 'utf8'), name, writeSummary(result)))
}

/** One file for all that was measured together; the figures of several suites follow each other. */
function writeResults(results: readonly BenchResult[]): void {
  const [first] = results
  if (!first) return
  const merged: BenchResult = { ...first, figures: results.flatMap(({ figures }) => figures) }
  mkdirSync(inProject('bench'), { recursive: true })
  writeFileSync(inProject('bench', 'latest.json'), `${JSON.stringify(merged, undefined, 2)}\n`)
}

process.exitCode = await runBench(process.argv.slice(2))
