import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { benchResultSchema, splitName, suiteNames, type Figure, type SuiteName } from '../../bench/figures.ts'
import { findHeading } from '../../bench/headings.ts'
import { measureScale } from '../../bench/server/scale-suite.ts'
import { measureServer } from '../../bench/server/server-suite.ts'
import { writeReport } from '../../bench/write-report.ts'
import { startPostgresServer, type PostgresServer } from '../../support/postgres-server.ts'

let postgres: PostgresServer
let folder: string

beforeAll(async () => {
  postgres = await startPostgresServer()
  folder = mkdtempSync(join(tmpdir(), 'saihakko-bench-report-'))
  const places = ['machine', ...suiteNames].map((name) => `<!-- bench ${name} -->\n<!-- end of bench ${name} -->\n`)
  writeFileSync(join(folder, 'page.md'), places.join('\n'))
})
afterAll(async () => {
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Several servers are started one after the other. */
const limitMs = 180_000
const options = { rounds: 1, isSmoke: true, tell: () => {} }
const machine = { processor: 'x', threads: 2, memoryGib: 4, system: 'x', node: 'x' }

const [words, pages] = [
  ['helpdesk, p50', 'helpdesk, p95', 'administrator, p50', 'administrator, p95'],
  ['login', 'open a user', 'a page of the history'],
]
const kinds = 'Latin|digits|1 kanji|2 kanji|3 kanji|4 kanji|kana|no hit|%|1 letter|1 digit'.split('|')

/** By heading, in the order of the report; what each was measured on left out. */
function listRows(figures: readonly Figure[]): Record<string, string[]> {
  const rows: Record<string, string[]> = {}
  for (const { heading, row } of figures.map(({ name }) => splitName(name)))
    (rows[findHeading(heading)?.title ?? heading] ??= []).push(row)
  return rows
}

function report(suite: SuiteName, figures: readonly Figure[]): string {
  const places = {
    latest: join(folder, 'latest.json'),
    page: join(folder, 'page.md'),
    pictures: join(folder, 'pictures'),
  }
  const run = { suite, at: new Date().toISOString(), rounds: 1, load: [0, 0] as const, figures }
  expect(writeReport(places, run, { machine, commit: 'abc' })).toEqual([])
  const { figures: written } = benchResultSchema.parse(JSON.parse(readFileSync(places.latest, 'utf8')))
  expect(written.filter((figure) => figure.suite === suite)).toHaveLength(figures.length)
  for (const { name, value } of written) expect(value.median, name).toBeGreaterThanOrEqual(0)
  return readFileSync(places.page, 'utf8')
}

it('the bench of the server measures every figure and reports it (R15)', { timeout: limitMs }, async () => {
  const figures = await measureServer(postgres, options)
  expect(listRows(figures)).toEqual({
    'Reissues per second, open model': ['2 clients'],
    // Against as many threads as the server hashes on, and against all cores where those are more.
    'Reissues per second, closed model':
      availableParallelism() > 1
        ? ['2 clients', `2 clients, by hashes on ${availableParallelism()} threads`]
        : ['2 clients'],
    'Reissues arriving, 20 a second': ['p50', 'p95', 'event loop delay p99', 'p50', 'p95', 'event loop delay p99'],
    'PGlite and PostgreSQL side by side': ['search', ...pages, 'reissue', 'import of 60 users'],
    'Three processes': ['reissues', 'searches'],
    Search: words,
    'Search by kind of word': kinds,
    'The search index in memory': ['read at the start', 'memory'],
    Requests: [...pages, 'HTTP itself'],
    'The whole job by script': ['the whole job', 'search', 'open', 'suggest', 'reissue', 'the whole job, against LTB'],
  })
  const page = report('server', figures)
  expect(page).toContain('Measured on: x, 2 threads')
  for (const name of ['reissues', 'search-by-kind-60-users-postgresql', 'whole-job'])
    expect(page).toContain(`](pictures/server-${name}.svg)`)
  expect(page).toContain('`npm run bench -- scale`')
})

it('the bench of a million users measures every figure and reports it', { timeout: limitMs }, async () => {
  const figures = await measureScale(postgres, options)
  expect(listRows(figures)).toEqual({
    Import: ['60 users'],
    Search: words,
    'p95 by kind of word': kinds,
    'The search index in memory': ['read at the start', 'memory'],
    Growth: ['helpdesk, p50', 'administrator, p50'],
  })
  const page = report('scale', figures)
  // What the other suite brought stays.
  expect(page).toContain('### The whole job by script')
  expect(page).toContain('### Growth')
  expect(readdirSync(join(folder, 'pictures')).filter((name) => name.startsWith('scale-'))).toContain(
    'scale-import.svg',
  )
  expect(existsSync(join(folder, 'pictures', 'server-whole-job.svg'))).toBe(true)
})
