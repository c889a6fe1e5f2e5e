import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import {
  cutProfile,
  mergeProfiles,
  type CallFrame,
  type CallNode,
  type CpuProfile,
} from '../../bench/profile/call-tree.ts'
import { createDescribeFrame, findServerSource } from '../../bench/profile/describe-frame.ts'
import { readThreadTimes } from '../../bench/profile/page/main-thread-time.ts'
import { readExplained, shortenPlan } from '../../bench/profile/plans.ts'
import type { ProfileRun } from '../../bench/profile/profile-run.ts'
import { listSelfTimes, sumByOrigin, sumByPackage } from '../../bench/profile/self-times.ts'
import { createDescribeStartMain, createDescribeStartPage } from '../../bench/profile/start/describe-start-frame.ts'
import { drawWithin, writeProfile } from '../../bench/profile/write-profile.ts'
import { inProject } from '../../support/project.ts'

const frameOf = (functionName: string, url = '', scriptId = url === '' ? '0' : '1'): CallFrame => ({
  functionName,
  url,
  scriptId,
  lineNumber: 6,
  columnNumber: 0,
})
const sources = pathToFileURL(inProject()).href
const [own, pg] = [`${sources}/src-server/app.ts`, `${sources}/node_modules/pg/lib/client.js`]

/** `answer` calls `query`, which calls itself; looked at each millisecond. */
const profile: CpuProfile = {
  nodes: [
    { id: 1, callFrame: frameOf('(root)'), children: [2, 5, 6] },
    { id: 2, callFrame: frameOf('answer', own), children: [3] },
    { id: 3, callFrame: frameOf('query', pg), children: [4] },
    { id: 4, callFrame: frameOf('query', pg) },
    { id: 5, callFrame: frameOf('(garbage collector)') },
    { id: 6, callFrame: frameOf('(idle)') },
  ],
  startTime: 10_000,
  endTime: 16_000,
  samples: [2, 3, 4, 5, 6],
  timeDeltas: [1000, 1000, 1000, 1000, 1000],
}
const toFrame = createDescribeFrame(findServerSource)
const outline = ({ frame, selfMs, totalMs, children }: CallNode): unknown[] => [
  `${frame.name} ${selfMs}/${totalMs}`,
  ...children.map(outline),
]

describe('the profiles of a thread', () => {
  it('are one tree, in which what was found at one look has the time until the next, and what calls itself is one box', () => {
    const gc = ['garbage collector 2/2']
    const tree = ['all 0/8', ['answer 2/6', ['query 4/4']], gc]
    expect(outline(mergeProfiles([profile, profile], toFrame))).toEqual(tree)
  })

  it('are cut to what was asked for', () => {
    const root = mergeProfiles([cutProfile(profile, 11_500, 13_500)], toFrame)
    expect(outline(root)).toEqual(['all 0/1.5', ['answer 0/1.5', ['query 1.5/1.5']]])
  })

  it('tell of each function what it took itself, and once what it took with all that it calls', () => {
    const root = mergeProfiles([profile], toFrame)
    expect(
      listSelfTimes(root).map(({ frame: { name, place }, selfMs, totalMs }) => [name, place, selfMs, totalMs]),
    ).toEqual([
      ['query', 'pg/lib/client.js', 2, 2],
      ['answer', 'src-server/app.ts', 1, 3],
      ['garbage collector', '', 1, 1],
    ])
    expect([...sumByOrigin(root)]).toEqual([
      ['native', 1],
      ['own', 1],
      ['package', 2],
    ])
    expect(sumByPackage(root)).toEqual([['pg', 2]])
  })

  it.each([
    [frameOf('query', pg), { name: 'query', place: 'pg/lib/client.js', origin: 'package' }],
    [frameOf('', own), { name: '(anonymous)', place: 'src-server/app.ts:7', origin: 'own' }],
    [frameOf('t0', own), { name: '(anonymous)', place: 'src-server/app.ts:7', origin: 'own' }],
    [frameOf('emit', 'node:events'), { name: 'emit', place: 'node:events', origin: 'node' }],
    [frameOf('writev'), { name: 'writev', place: '', origin: 'native' }],
    [frameOf('wasm-function[7]', 'wasm://wasm/1'), { name: '(anonymous)', place: 'WebAssembly', origin: 'native' }],
    [frameOf('check', '', '7'), { name: 'check', place: 'generated code', origin: 'package' }],
    [frameOf('obey', `${sources}/tests/bench/profile/server/profile-process.ts`), undefined],
    [frameOf('(idle)'), undefined],
  ])('name %j', (frame, expected) => {
    expect(toFrame(frame)).toEqual(expected)
  })
})

describe('the profiles of a start', () => {
  const [page, main] = [createDescribeStartPage('/app'), createDescribeStartMain('/app')]

  it('show Node’s way from module to module as one', () => {
    const files = ['loader', 'module_job'].map((file) => `node:internal/modules/esm/${file}`)
    const names = files.map((file) => main(frameOf('link', file))?.name)
    expect(names).toEqual(['load modules', 'load modules'])
    expect(main(frameOf('createHost', `${sources}/src-host/host.ts`))?.place).toBe('src-host/host.ts')
  })

  it('count what the host runs in the page, not what the bench does', () => {
    expect(page(frameOf('call', '', '7'))?.place).toBe('src-host/page')
    expect(page(frameOf('look', 'bench'))).toBeUndefined()
    const bundled = page(frameOf('App', 'https://desk.app.invalid/assets/index.js'))
    expect(bundled?.place).toBe('bundle/out/renderer/assets/index.js')
  })
})

describe('the page’s main thread', () => {
  const on = { pid: 1, tid: 1, cat: 'devtools.timeline' }
  const task = (name: string, ts: number, dur: number) => ({ ...on, ph: 'X', name, ts, dur })
  const measured = (ts: number, end: number) => [
    { ...on, ph: 'b', name: 'key to paint', ts },
    { ...on, ph: 'e', name: 'key to paint', ts: end },
  ]

  it('is told by kind of work within each act, without what is done inside of it for another', () => {
    const traceEvents = [
      ...measured(10_000, 20_000),
      ...measured(30_000, 31_000),
      task('RunTask', 8000, 9000),
      task('FunctionCall', 9000, 6000),
      task('Layout', 12_000, 1000),
      task('something new', 13_500, 500),
      { ...task('V8.CompileCode', 14_000, 250), cat: 'disabled-by-default-v8.compile' },
      task('Paint', 16_000, 500),
      { ...task('Layout', 18_000, 2000), tid: 2 },
    ]
    const none = { compile: 0, script: 0, style: 0, layout: 0, paint: 0, other: 0 }
    expect(readThreadTimes({ traceEvents }, 'key to paint')).toEqual([
      { all: 10, ...none, compile: 0.25, script: 3.75, layout: 1, paint: 0.5, other: 1.5, idle: 3 },
      { all: 1, ...none, idle: 1 },
    ])
  })
})

describe('a plan', () => {
  const step = (depth: number, name: string) =>
    `${' '.repeat(depth)}->  ${name}  (cost=0.1..9 rows=1 width=8) (actual time=0.010..0.020 rows=50.00 loops=1)`
  const notice = [
    'duration: 0.090 ms  plan:\nQuery Text: select 1\n  from x',
    step(0, 'Sort').replace('->  ', ''),
    '  Sort Key: a',
    '  Sort Method: quicksort  Memory: 25kB',
    '  Buffers: shared hit=8 read=1',
    step(2, 'Seq Scan on x'),
  ].join('\n')

  it('is told by PostgreSQL with its statement', () => {
    expect(readExplained(notice)).toMatchObject({ text: 'select 1\n  from x', ms: 0.09, plan: { length: 5 } })
    expect(readExplained('table "x" does not exist, skipping')).toBeUndefined()
  })

  it('is shown without guesses, with the pages of each step', () => {
    expect(shortenPlan(readExplained(notice)?.plan ?? [])).toEqual([
      'Sort (actual time=0.010..0.020 rows=50 loops=1) (hit=8 read=1)',
      '  Sort Key: a',
      '  ->  Seq Scan on x (actual time=0.010..0.020 rows=50 loops=1)',
    ])
  })

  it('has no more than 40 lines, of which the deepest are the first to go, and triggers stay', () => {
    const deep = Array.from({ length: 30 }, (_, index) => [
      step(2 * index, `Step ${index}`),
      `${' '.repeat(2 * index)}Filter: x`,
    ])
    const long = [...deep.flat(), ...Array.from({ length: 20 }, () => step(2, 'Scan')), 'Trigger t: time=0.1 calls=1']
    const shown = shortenPlan(long)
    expect(shown).toHaveLength(40)
    expect(shown.at(-2)).toBe('Trigger t: time=0.1 calls=1')
    expect(shown.at(-1)).toBe('(12 deeper steps are left out)')
    expect(shown.join()).not.toContain('Filter')
  })
})

describe('the report of where the time goes', () => {
  const root = mergeProfiles([profile], toFrame)
  const request = { name: 'server-search', title: 'Search', requests: 2000, clients: 1, wallMs: 8000, root }
  const time = { all: 100, compile: 0, script: 60, style: 10, layout: 10, paint: 10, other: 5, idle: 5 }
  const run: ProfileRun = {
    at: '2026-11-23T00:00:00.000Z',
    load: [0.5, 1],
    users: 100_000,
    requests: [request],
    acts: [{ name: 'page-history', title: 'history opened', time, root }],
    start: {
      starts: 10,
      rows: [{ title: 'the desk', page: time, main: { documentAskedMs: 400, earlyMs: 250, lateMs: 20 } }],
      graphs: [{ name: 'start-page', title: 'Start, the page', root }],
    },
    plans: [{ title: 'Session', ms: 0.09, lines: ['Sort', '  ->  Scan'] }],
  }
  const machine = { processor: 'x', threads: 2, memoryGib: 4, system: 'x', node: '24' }

  it('puts flame graphs beside the page, and into it tables and plans', () => {
    const folder = mkdtempSync(join(tmpdir(), 'saihakko-profile-'))
    const [page, pictures] = [join(folder, 'page.md'), join(folder, 'pictures')]
    writeFileSync(page, 'a\n<!-- bench profile -->\nwhat was there\n<!-- end of bench profile -->\nb')
    writeProfile({ page, pictures }, run, { machine, commit: 'abc' })
    const text = readFileSync(page, 'utf8')
    const drawn = readdirSync(pictures)
    rmSync(folder, { recursive: true })
    expect(drawn).toEqual(['flame-page-history.svg', 'flame-server-search.svg', 'flame-start-page.svg'])
    expect(text).toContain('2026-11-23, commit abc; load 0.5 to 1.0. Measured on: x, 2 threads')
    expect(text).toContain(
      '[![Flame graph: Search](pictures/flame-server-search.svg)](pictures/flame-server-search.svg)',
    )
    expect(text).toMatch(/\| `query` +\| `pg\/lib\/client.js` +\| 50.0 % \| 50.0 % +\|/)
    expect(text).toMatch(/\| history opened \| 100 +\| 0.00 +\| 60.0 +\|/)
    expect(text).toMatch(/\| the desk +\| 400 +\| 250 +\| 20.0 +\|/)
    expect(text).toContain('```text\nSort\n  ->  Scan\n```')
    expect(text).not.toContain('what was there')
  })

  it('leaves out small boxes of a picture that would be too large', () => {
    const whole = drawWithin(100_000, 'x', root)
    const less = drawWithin(whole.length - 1, 'x', root)
    expect([whole, less].map((svg) => svg.match(/<g>/g)?.length)).toEqual([3, 2])
  })
})
