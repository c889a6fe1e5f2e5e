import { startPostgresServer, type PostgresServer } from '../../support/postgres-server.ts'
import type { BenchOptions } from '../bench-suite.ts'
import { makeFigure, type Figure } from '../figures.ts'
import { openEmbeddedDesk, openPostgresDesk, type BenchDesk } from './bench-desk.ts'
import type { DatabaseSize } from './fill-database.ts'
import { measurePages } from './page-figures.ts'
import { measureArrivals, measureThroughput } from './reissue-figures.ts'
import { askers, measureSearch, type Asker } from './search-figures.ts'

export interface SuiteSizes {
  /** On PostgreSQL, from small to large; reissues run on the first. */
  readonly postgres: readonly DatabaseSize[]
  /** On the embedded database. */
  readonly embedded?: DatabaseSize
  /** Of one measurement of reissues. */
  readonly durationMs: number
  readonly repeats: number
  readonly clientCounts: readonly number[]
  readonly openPerSecond: number
}

const usualSizes: SuiteSizes = {
  postgres: [
    { users: 10_000, members: 100 },
    { users: 100_000, members: 1000 },
  ],
  embedded: { users: 10_000, members: 100 },
  durationMs: 2000,
  repeats: 5,
  clientCounts: [1, 2, 8, 32],
  openPerSecond: 20,
}
/** The server as its own process, on PostgreSQL and beside it on the embedded database (R15, U3). */
export function runServerSuite(options: BenchOptions): Promise<readonly Figure[]> {
  return measureServer(options, usualSizes)
}

export async function measureServer(options: BenchOptions, suite: SuiteSizes): Promise<readonly Figure[]> {
  const postgres = await startPostgresServer()
  try {
    return [...(await measureOnPostgres(postgres, options, suite)), ...(await measureEmbedded(options, suite))]
  } finally {
    await postgres.stop()
  }
}

async function measureOnPostgres(
  postgres: PostgresServer,
  options: BenchOptions,
  suite: SuiteSizes,
): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  const p50: Record<Asker, (readonly number[])[]> = { helpdesk: [], administrator: [] }
  for (const size of suite.postgres) {
    const open = () => openPostgresDesk(postgres, size)
    await withDesk(options, size, 'PostgreSQL', open, async (desk, label) => {
      const all = { ...options, ...suite, label }
      if (size === suite.postgres[0])
        figures.push(...(await measureThroughput(desk, all)), ...(await measureArrivals(desk, all)))
      for (const asker of askers) {
        const search = await measureSearch(desk, { ...all, asker })
        p50[asker].push(search.p50Rounds)
        figures.push(...search.figures)
      }
      figures.push(...(await measurePages(desk, all)))
    })
  }
  return [...figures, ...askers.flatMap((asker) => compareSizes(asker, suite.postgres, p50[asker]))]
}

/** What a search costs among more users, against the smallest number, round by round. */
function compareSizes(asker: Asker, sizes: readonly DatabaseSize[], p50: readonly (readonly number[])[]): Figure[] {
  const [smallest, ...larger] = p50
  return larger.map((p50Rounds, index) => {
    const [from, to] = [sizes[0], sizes[index + 1]].map((size) => nameCount(size?.users ?? 0))
    const rounds = p50Rounds.map((value, round) => ({ value: value / (smallest?.[round] ?? Number.NaN) }))
    const name = `search p50, ${asker}, ${to} to ${from} users, PostgreSQL`
    return makeFigure(name, '×', rounds, { of: 'value', atMost: 3 })
  })
}

async function measureEmbedded(options: BenchOptions, suite: SuiteSizes): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  const size = suite.embedded
  if (!size) return []
  await withDesk(
    options,
    size,
    'PGlite',
    () => openEmbeddedDesk(size),
    async (desk, label) => {
      const all = { ...options, ...suite, label, clientCounts: [2] }
      figures.push(...(await measureThroughput(desk, all)), ...(await measureArrivals(desk, all)))
      figures.push(...(await measureSearch(desk, { ...all, asker: 'helpdesk' })).figures)
      figures.push(...(await measurePages(desk, { ...options, ...suite, label })))
    },
  )
  return figures
}

async function withDesk(
  { tell }: BenchOptions,
  { users, members }: DatabaseSize,
  kind: string,
  open: () => Promise<BenchDesk>,
  measure: (desk: BenchDesk, label: string) => Promise<void>,
): Promise<void> {
  const label = `${nameCount(users)} users, ${kind}`
  const startedAt = performance.now()
  const desk = await open()
  tell(`${label}, ${members} members: filled in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`)
  try {
    await measure(desk, label)
  } finally {
    await desk.close()
  }
}

const nameCount = (users: number): string =>
  users >= 1_000_000 ? `${users / 1_000_000} M` : users >= 1000 ? `${users / 1000} k` : String(users)
