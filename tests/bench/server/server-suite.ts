import { startPostgresServer, type PostgresServer } from '../../support/postgres-server.ts'
import type { BenchOptions } from '../bench-suite.ts'
import type { Figure } from '../figures.ts'
import { openEmbeddedDesk, openPostgresDesk, type BenchDesk, type ServedDesk } from './bench-desk.ts'
import type { DatabaseSize } from './fill-database.ts'
import { measureJob } from './job-figures.ts'
import { nameUsers } from './name-users.ts'
import { measurePages } from './page-figures.ts'
import { measureProcesses } from './process-figures.ts'
import { measureArrivals, measureThroughput } from './reissue-figures.ts'
import { measureKinds, measureSearch } from './search-figures.ts'
import { listIndexFigures } from './wait-for-index.ts'
import { measureSideImports, measureSides } from './side-figures.ts'

export interface ServerSizes {
  /** For what does not depend on the number of users, on PostgreSQL and embedded. */
  readonly small: DatabaseSize
  /** For searches and the whole job. */
  readonly large: DatabaseSize
  /** Of one measurement of a load. */
  readonly durationMs: number
  readonly repeats: number
  readonly clientCounts: readonly number[]
  readonly openPerSecond: number
  /** Of one round of the whole job. */
  readonly jobs: number
  /** Of the server, to be compared with one. */
  readonly processes: number
}

const usualSizes: ServerSizes = {
  small: { users: 10_000, members: 100 },
  large: { users: 100_000, members: 1000 },
  durationMs: 2000,
  repeats: 10,
  clientCounts: [1, 2, 8, 32],
  openPerSecond: 20,
  jobs: 20,
  processes: 3,
}

const smokeSize: DatabaseSize = { users: 60, members: 3 }
const smokeSizes: ServerSizes = {
  small: smokeSize,
  large: smokeSize,
  durationMs: 100,
  repeats: 1,
  clientCounts: [2],
  openPerSecond: 20,
  jobs: 2,
  processes: 2,
}

/** The server as its own process, on PostgreSQL and beside it on the embedded database (R15, U3). */
export async function runServerSuite(options: BenchOptions): Promise<readonly Figure[]> {
  const postgres = await startPostgresServer()
  try {
    return await measureServer(postgres, options)
  } finally {
    await postgres.stop()
  }
}

export async function measureServer(postgres: PostgresServer, options: BenchOptions): Promise<readonly Figure[]> {
  const suite = options.isSmoke ? smokeSizes : usualSizes
  const { large, small } = suite
  const open = (size: DatabaseSize) => () => openPostgresDesk(postgres, size)
  const figures = await withDesk(options, open(large), async (desk) => {
    const amongMany = await measureAmongMany(desk, options, suite)
    const measureRest = (few: BenchDesk) => measureAmongFew({ server: postgres, desk: few }, options, suite)
    return [
      ...(await (small === large ? measureRest(desk) : withDesk(options, open(small), measureRest))),
      ...amongMany,
    ]
  })
  return orderByHeading(figures)
}

interface OnPostgres {
  readonly server: PostgresServer
  readonly desk: BenchDesk
}

/** As many users as the peers were measured with. */
async function measureAmongMany(desk: BenchDesk, options: BenchOptions, suite: ServerSizes): Promise<Figure[]> {
  const all = { ...options, ...suite, label: labelOf(desk.size, 'PostgreSQL') }
  const searches = [...(await measureSearch(desk, all)).filter(isOfAllWords), ...(await measureKinds(desk, all))]
  options.tell('searches measured')
  const pages = await measurePages(desk, all)
  return [
    ...searches,
    ...listIndexFigures(desk.index, labelOf(desk.size, 'PostgreSQL')),
    ...pages,
    ...(await measureJob(desk, { ...all, users: suite.jobs })),
  ]
}

async function measureAmongFew(on: OnPostgres, options: BenchOptions, suite: ServerSizes): Promise<Figure[]> {
  const { desk } = on
  const all = { ...options, ...suite, label: labelOf(desk.size, 'PostgreSQL') }
  const reissues = [...(await measureThroughput(desk, all)), ...(await measureArrivals(desk, all))]
  options.tell('reissues measured')
  const searches = suite.small === suite.large ? [] : await measureSearch(desk, all)
  const beside = await measureBesideEmbedded(on, options, suite)
  options.tell('the embedded database measured')
  return [...reissues, ...searches.filter(isOfAllWords), ...beside, ...(await measureProcesses(desk, all))]
}

/** How slow each kind of word can be is told among a million. */
export const isOfAllWords = ({ name }: Figure): boolean => !name.includes('by kind of word')

async function measureBesideEmbedded(
  postgres: OnPostgres,
  options: BenchOptions,
  suite: ServerSizes,
): Promise<readonly Figure[]> {
  const label = nameUsers(suite.small.users)
  const imports = await measureSideImports(postgres.server, suite.small, { label, rounds: options.rounds })
  return withDesk(
    options,
    () => openEmbeddedDesk(imports.embedded, suite.small),
    async (embedded) => [
      ...(await measureArrivals(embedded, { ...options, ...suite, label: labelOf(suite.small, 'PGlite') })),
      ...(await measureSides({ embedded, postgres: postgres.desk }, { ...options, ...suite, label })),
      imports.figure,
    ],
  )
}

/** Tables of one kind next to each other, in the order of their first ones. */
function orderByHeading(figures: readonly Figure[]): Figure[] {
  const groups = Map.groupBy(figures, ({ name }) => name.split(/[,:] /)[0])
  return [...groups.values()].flat()
}

export const labelOf = ({ users }: DatabaseSize, kind: string): string => `${nameUsers(users)}, ${kind}`

export async function withDesk<Desk extends ServedDesk, T>(
  { tell }: BenchOptions,
  open: () => Promise<Desk>,
  measure: (desk: Desk) => Promise<T>,
): Promise<T> {
  const startedAt = performance.now()
  const desk = await open()
  const { users, members } = desk.size
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0)
  tell(`${nameUsers(users)} of ${members} members: filled and served after ${seconds} s`)
  try {
    return await measure(desk)
  } finally {
    await desk.close()
  }
}
