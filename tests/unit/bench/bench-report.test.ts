import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeFigure, suiteNames, type SuiteRun } from '../../bench/figures.ts'
import { headings, nameFigure } from '../../bench/headings.ts'
import { mergeRun } from '../../bench/merge-results.ts'
import { replaceBetweenMarkers, writeTables } from '../../bench/report.ts'
import { writeReport } from '../../bench/write-report.ts'
import { inProject } from '../../support/project.ts'

const machine = { processor: 'x', threads: 2, memoryGib: 4, system: 'x', node: '24' }
const source = { machine, commit: 'abc' }
const at = '2026-11-23T00:00:00.000Z'
const runOf = (suite: SuiteRun['suite'], ...names: string[]): SuiteRun => ({
  suite,
  at,
  rounds: 5,
  load: [0.5, 1],
  figures: names.map((name) => makeFigure(name, 'ms', [{ value: 2, floor: 1 }], { of: 'ratio', atMost: 1.5 })),
})

describe('a figure', () => {
  const rounds = [
    { value: 90, floor: 100 },
    { value: 50, floor: 50 },
    { value: 10, floor: 100 },
  ]

  it('holds by the median of its rounds’ ratios', () => {
    expect(makeFigure('x', '1/s', rounds, { of: 'ratio', atLeast: 0.9 })).toEqual({
      name: 'x',
      unit: '1/s',
      value: { min: 10, median: 50, max: 90 },
      floor: { min: 50, median: 100, max: 100 },
      ratio: 0.9,
      goal: 'ratio ≥ 0.9',
      holds: true,
    })
  })

  it('or by the median of its values', () => {
    expect(makeFigure('x', 'ms', rounds, { of: 'value', atMost: 49 })).toMatchObject({ holds: false, goal: '≤ 49 ms' })
  })
})

describe('the figures of several suites', () => {
  const server = mergeRun(undefined, runOf('server', 'a', 'b'), source).result

  it('stand beside each other while machine and commit are the same', () => {
    const { result, dropped } = mergeRun(server, runOf('desk', 'c'), source)
    expect(result.figures.map(({ suite, name }) => `${suite} ${name}`)).toEqual(['server a', 'server b', 'desk c'])
    expect(dropped).toEqual([])
  })

  it('of the same suite take the place of those before', () => {
    const both = mergeRun(server, runOf('desk', 'c'), source).result
    const { result } = mergeRun(both, runOf('server', 'd'), source)
    expect(result.figures.map(({ suite, name }) => `${suite} ${name}`)).toEqual(['server d', 'desk c'])
  })

  it.each([
    ['commit', { machine, commit: 'def' }],
    ['machine', { machine: { ...machine, threads: 4 }, commit: 'abc' }],
  ])('start anew with another %s', (_what, other) => {
    const { result, dropped } = mergeRun(server, runOf('desk', 'c'), other)
    expect(result.figures.map(({ suite }) => suite)).toEqual(['desk'])
    expect(result).toMatchObject(other)
    expect(dropped).toEqual(['server'])
  })

  it('start anew without a word when the suite is alone', () => {
    expect(mergeRun(server, runOf('server', 'c'), { machine, commit: 'def' }).dropped).toEqual([])
  })
})

describe('a table', () => {
  it('stands under its heading, with short rows and without empty columns', () => {
    const name = nameFigure(headings.search, '10 users', 'p50')
    expect(writeTables([makeFigure(name, 'ms', [{ value: 1.234 }])]).split('\n')).toEqual([
      '### Search, 10 users',
      '',
      headings.search.note,
      '',
      '| figure | median  | min – max   |',
      '| ------ | ------- | ----------- |',
      '| p50    | 1.23 ms | 1.23 – 1.23 |',
    ])
  })

  it('says what its heading says once, and tells what stands in place of the floor', () => {
    const figures = ['a', 'b'].map((label) =>
      makeFigure(nameFigure(headings.processes, label, 'x'), '1/s', [{ value: 1, floor: 2 }]),
    )
    const text = writeTables(figures)
    expect(text.split(headings.processes.note)).toHaveLength(2)
    expect(text).toContain('one process')
  })

  it('of kinds of words has the peers beside it, and both bounds', () => {
    const figures = [1, 2, 4].map((value) =>
      makeFigure(nameFigure(headings.searchKinds, '', `${value}`), 'ms', [{ value }], { of: 'value', atMost: 1.62 }),
    )
    const rows = writeTables(figures).split('\n').slice(-3)
    expect(rows.map((row) => row.match(/yes|no/g)?.join(' '))).toEqual(['yes yes', 'no yes', 'no no'])
    expect(rows[0]).toContain('9 – 4,452')
  })

  it('goes between its markers', () => {
    const page = 'a\n<!-- bench x -->\nold\n<!-- end of bench x -->\nb'
    const replaced = 'a\n<!-- bench x -->\n\nnew\n\n<!-- end of bench x -->\nb'
    expect(replaceBetweenMarkers(page, 'x', 'new')).toBe(replaced)
    expect(() => replaceBetweenMarkers(page, 'y', 'new')).toThrow('y')
  })
})

it('the page of the project has a place for the machine, for every suite and for the profiles', () => {
  const page = readFileSync(inProject('docs', 'performance.md'), 'utf8')
  for (const place of ['machine', ...suiteNames, 'profile'])
    expect(() => replaceBetweenMarkers(page, place, '')).not.toThrow()
})

describe('the report', () => {
  let folder: string
  const places = () => ({
    latest: join(folder, 'bench', 'latest.json'),
    page: join(folder, 'page.md'),
    pictures: join(folder, 'pictures'),
  })
  const readPage = (): string => readFileSync(places().page, 'utf8')
  const job = ['the whole job', 'search', 'open'].map((row) => nameFigure(headings.job, 'here', row))

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'saihakko-report-'))
    const markers = ['machine', ...suiteNames].map((name) => `<!-- bench ${name} -->\n<!-- end of bench ${name} -->\n`)
    writeFileSync(places().page, markers.join('\n'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('tells the machine once, and of each suite when and at which commit it was measured', () => {
    writeReport(places(), runOf('server', ...job), source)
    writeReport(places(), runOf('desk', 'c'), source)
    expect(readPage().match(/Measured on: x, 2 threads/g)).toHaveLength(1)
    expect(readPage()).toContain('2026-11-23, commit abc; load 0.5 to 1.0; 5 rounds; 3 of 3 goals are missed.')
    expect(readPage()).toContain('](pictures/server-whole-job.svg)')
    expect(readPage()).toContain('Not measured at commit abc: `npm run bench -- scale`.')
  })

  it('takes away what was measured at another commit, charts as well, and says so', () => {
    writeReport(places(), runOf('server', ...job), source)
    expect(existsSync(join(folder, 'pictures', 'server-whole-job.svg'))).toBe(true)
    const said = writeReport(places(), runOf('desk', 'c'), { machine, commit: 'def' })
    expect(said).toEqual(['another machine or commit than before: server must be measured again'])
    expect(readPage()).toContain('Not measured at commit def: `npm run bench -- server`.')
    expect(existsSync(join(folder, 'pictures', 'server-whole-job.svg'))).toBe(false)
  })

  it('leaves the page alone when it is told to, and reads no file of an earlier form', () => {
    const before = readPage()
    const { latest, pictures } = places()
    mkdirSync(join(folder, 'bench'))
    writeFileSync(latest, '{"figures": []}')
    writeReport({ latest, pictures }, runOf('server', ...job), source)
    expect(readPage()).toBe(before)
    expect(existsSync(pictures)).toBe(false)
    expect(JSON.parse(readFileSync(latest, 'utf8'))).toMatchObject({ commit: 'abc', rounds: 5 })
  })
})
