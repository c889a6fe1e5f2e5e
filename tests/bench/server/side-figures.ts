import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PostgresServer } from '../../support/postgres-server.ts'
import { makeFigure, median, noRounds, type Figure } from '../figures.ts'
import { headings, nameFigure } from '../headings.ts'
import type { ServedDesk } from './bench-desk.ts'
import { createEmbeddedDatabase, createPostgresDatabase, type EmbeddedDatabase } from './bench-databases.ts'
import type { DatabaseSize } from './fill-database.ts'
import { timeImport } from './import-figures.ts'
import { writeImportFiles } from './import-files.ts'
import { nameUsers } from './name-users.ts'
import { listRequests } from './page-figures.ts'
import { createReissuing } from './reissue-figures.ts'
import { measureMedian } from './search-figures.ts'
import { time } from './time.ts'

export interface SideOptions {
  readonly label: string
  readonly rounds: number
  readonly repeats: number
}

/** The embedded database beside PostgreSQL: the same requests to both in each round, one client. */
export async function measureSides(
  desks: { readonly embedded: ServedDesk; readonly postgres: ServedDesk },
  options: SideOptions,
): Promise<Figure[]> {
  const { label, rounds, repeats } = options
  const acts = [listActs(desks.embedded), listActs(desks.postgres)] as const
  const names = acts[0].map(({ name }) => name)
  const taken = names.map(() => noRounds())
  const search = noRounds()
  for (let round = 0; round <= rounds; round += 1) {
    const medians = [await timeActs(acts[0], repeats), await timeActs(acts[1], repeats)]
    const value = await measureMedian(desks.embedded, 'helpdesk', repeats)
    const floor = await measureMedian(desks.postgres, 'helpdesk', repeats)
    // The first round warms up.
    if (round === 0) continue
    search.push({ value, floor })
    for (const [place, list] of taken.entries()) {
      list.push({ value: medians[0]?.[place] ?? Number.NaN, floor: medians[1]?.[place] ?? Number.NaN })
    }
  }
  const name = (row: string): string => nameFigure(headings.kinds, label, row)
  return [
    makeFigure(name('search'), 'ms', search),
    ...names.map((row, place) => makeFigure(name(row), 'ms', taken[place] ?? [])),
  ]
}

interface Act {
  readonly name: string
  readonly ask: () => Promise<unknown>
}

const listActs = (desk: ServedDesk): Act[] => [...listRequests(desk), { name: 'reissue', ask: createReissuing(desk) }]

async function timeActs(acts: readonly Act[], repeats: number): Promise<number[]> {
  const medians: number[] = []
  for (const { ask } of acts) {
    const times: number[] = []
    for (let repeat = 0; repeat < repeats; repeat += 1) times.push(await time(ask))
    medians.push(median(times))
  }
  return medians
}

export interface SideImports {
  readonly figure: Figure
  /** As the last import has filled it, to be served. */
  readonly embedded: EmbeddedDatabase
}

/** The import of the same file into a new database of each kind, once for each round. */
export async function measureSideImports(
  postgres: PostgresServer,
  size: DatabaseSize,
  { label, rounds }: Pick<SideOptions, 'label' | 'rounds'>,
): Promise<SideImports> {
  const folder = mkdtempSync(join(tmpdir(), 'saihakko-bench-import-'))
  try {
    const { csv } = await writeImportFiles(folder, size)
    const taken = noRounds()
    let embedded = await createEmbeddedDatabase()
    for (let round = 0; round < rounds; round += 1) {
      if (round > 0) {
        await embedded.remove()
        embedded = await createEmbeddedDatabase()
      }
      const value = await timeImport(embedded.db, csv)
      const database = await createPostgresDatabase(postgres)
      const floor = await timeImport(database.db, csv)
      await database.remove()
      taken.push({ value: value / 1000, floor: floor / 1000 })
    }
    const name = nameFigure(headings.kinds, label, `import of ${nameUsers(size.users)}`)
    return { figure: makeFigure(name, 's', taken), embedded }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
