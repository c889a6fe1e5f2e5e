import { availableParallelism } from 'node:os'
import { expect, it } from 'vitest'
import { figureSchema, makeFigure } from '../../bench/figures.ts'
import { replaceBetweenMarkers, writeTable } from '../../bench/report.ts'
import { measureServer } from '../../bench/server/server-suite.ts'

it('the bench of the server measures every figure (R15)', async () => {
  const told: string[] = []
  const figures = await measureServer(
    { rounds: 1, isSmoke: true, tell: (line) => told.push(line) },
    {
      postgres: [{ users: 60, members: 3 }],
      durationMs: 120,
      repeats: 1,
      clientCounts: [2],
      openPerSecond: 20,
    },
  )
  expect(told).toHaveLength(1)
  for (const figure of figures) {
    expect(figureSchema.parse(figure)).toEqual(figure)
    expect(figure.value.median).toBeGreaterThanOrEqual(0)
  }
  const names = figures.map(({ name }) => name.replace(/,.*/, ''))
  expect(names).toEqual([
    // Against as many threads as the server hashes on, and against all cores where those are more.
    ...(availableParallelism() > 1 ? ['reissues', 'reissues'] : ['reissues']),
    'reissue p50',
    'reissue p95',
    'event loop delay p99',
    'search p50',
    'search p95',
    'search p50',
    'search p95',
    'login p50',
    'open a user p50',
    'a page of the history p50',
  ])
  expect(writeTable(figures).split('\n')).toHaveLength(figures.length + 2)
})

it('a figure holds by the median of its rounds’ ratios', () => {
  const rounds = [
    { value: 90, floor: 100 },
    { value: 50, floor: 50 },
    { value: 10, floor: 100 },
  ]
  expect(makeFigure('x', '1/s', rounds, { of: 'ratio', atLeast: 0.9 })).toEqual({
    name: 'x',
    unit: '1/s',
    value: { min: 10, median: 50, max: 90 },
    floor: { min: 50, median: 100, max: 100 },
    ratio: 0.9,
    goal: 'ratio ≥ 0.9',
    holds: true,
  })
  expect(makeFigure('x', 'ms', rounds, { of: 'value', atMost: 49 })).toMatchObject({ holds: false, goal: '≤ 49 ms' })
})

it('a table goes between its markers', () => {
  const page = 'a\n<!-- bench x -->\nold\n<!-- end of bench x -->\nb'
  const replaced = 'a\n<!-- bench x -->\n\nnew\n\n<!-- end of bench x -->\nb'
  expect(replaceBetweenMarkers(page, 'x', 'new')).toBe(replaced)
  expect(() => replaceBetweenMarkers(page, 'y', 'new')).toThrow('y')
})
