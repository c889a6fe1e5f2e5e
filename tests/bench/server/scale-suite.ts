import { startPostgresServer, type PostgresServer } from '../../support/postgres-server.ts'
import type { BenchOptions } from '../bench-suite.ts'
import { makeFigure, noRounds, type Figure } from '../figures.ts'
import { headings, nameFigure } from '../headings.ts'
import { openFilledDesk, openPostgresDesk, type BenchDesk } from './bench-desk.ts'
import type { DatabaseSize } from './fill-database.ts'
import { measureImport } from './import-figures.ts'
import { nameUsers } from './name-users.ts'
import { askers, measureMedian, measureSearch } from './search-figures.ts'
import { listIndexFigures } from './wait-for-index.ts'
import { isOfAllWords, labelOf, withDesk } from './server-suite.ts'

export interface ScaleSizes {
  readonly small: DatabaseSize
  readonly large: DatabaseSize
  readonly repeats: number
}

const usualSizes: ScaleSizes = {
  small: { users: 10_000, members: 100 },
  large: { users: 1_000_000, members: 10_000 },
  repeats: 10,
}
const smokeSize: DatabaseSize = { users: 60, members: 3 }
const smokeSizes: ScaleSizes = {
  small: smokeSize,
  large: smokeSize,
  repeats: 1,
}

/** A million users: the import that brings them, and what searching among them costs beside ten thousand. */
export async function runScaleSuite(options: BenchOptions): Promise<readonly Figure[]> {
  const postgres = await startPostgresServer()
  try {
    return await measureScale(postgres, options)
  } finally {
    await postgres.stop()
  }
}

export async function measureScale(postgres: PostgresServer, options: BenchOptions): Promise<readonly Figure[]> {
  const { small, large, ...suite } = options.isSmoke ? smokeSizes : usualSizes
  const all = { ...options, ...suite }
  const imported = await measureImport(postgres, { ...all, size: large })
  const openMany = () => openFilledDesk(imported.filled, large)
  return withDesk(options, openMany, async (many) => {
    const searches = await searchIn(many, all)
    const measureFew = async (few: BenchDesk) => [
      ...(few === many ? [] : await searchIn(few, all)).filter(isOfAllWords),
      ...searches,
      ...listIndexFigures(many.index, labelOf(large, 'PostgreSQL')),
      ...(await measureGrowth(few, many, all)),
    ]
    const openFew = () => openPostgresDesk(postgres, small)
    return [
      ...imported.figures,
      ...(await (small === large ? measureFew(many) : withDesk(options, openFew, measureFew))),
    ]
  })
}

const searchIn = (desk: BenchDesk, options: SearchRounds): Promise<readonly Figure[]> =>
  measureSearch(desk, { ...options, label: labelOf(desk.size, 'PostgreSQL') })

/** What a search costs among more users, against the smaller number. */
async function measureGrowth(few: BenchDesk, many: BenchDesk, options: SearchRounds): Promise<Figure[]> {
  const rounds = { helpdesk: noRounds(), administrator: noRounds() }
  for (let round = 0; round < options.rounds; round += 1) {
    for (const asker of askers) {
      const floor = await measureMedian(few, asker, options.repeats)
      rounds[asker].push({ value: await measureMedian(many, asker, options.repeats), floor })
    }
  }
  const label = nameUsers(many.size.users)
  const goal = { of: 'ratio', atMost: 3 } as const
  return askers.map((asker) =>
    makeFigure(nameFigure(headings.growth, label, `${asker}, p50`), 'ms', rounds[asker], goal),
  )
}

interface SearchRounds {
  readonly rounds: number
  readonly repeats: number
}
