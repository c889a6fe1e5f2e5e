import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import type { Tables } from '../../../src-server/database/tables.ts'
import { importUsers } from '../../../src-server/modules/members/import-service.ts'
import type { PostgresServer } from '../../support/postgres-server.ts'
import { makeFigure, noRounds, type Figure } from '../figures.ts'
import { headings, nameFigure } from '../headings.ts'
import { createPostgresDatabase, type PostgresDatabase } from './bench-databases.ts'
import { copyRows } from './copy-rows.ts'
import type { DatabaseSize } from './fill-database.ts'
import { writeImportFiles } from './import-files.ts'
import { nameUsers } from './name-users.ts'
import { time } from './time.ts'

export interface ImportOptions {
  readonly size: DatabaseSize
  readonly rounds: number
  readonly tell: (line: string) => void
}

/** With the database that the last import has filled. */
export interface ImportOutcome {
  readonly figures: readonly Figure[]
  readonly filled: PostgresDatabase
}

/** The import of new users into a new database, beside COPY of the same rows into another one. */
export async function measureImport(
  postgres: PostgresServer,
  { size, rounds, tell }: ImportOptions,
): Promise<ImportOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'saihakko-bench-import-'))
  try {
    const files = await writeImportFiles(folder, size)
    tell(`${nameUsers(size.users)} written to files`)
    const taken = noRounds()
    let filled = await createPostgresDatabase(postgres)
    for (let round = 0; round < rounds; round += 1) {
      const copied = await createPostgresDatabase(postgres)
      const floor = (await time(() => copyRows(copied.url, files))) / 1000
      tell(`COPY of ${nameUsers(size.users)}: ${floor.toFixed(1)} s`)
      await copied.remove()
      if (round > 0) {
        await filled.remove()
        filled = await createPostgresDatabase(postgres)
      }
      const value = (await timeImport(filled.db, files.csv, tell)) / 1000
      tell(`import of ${nameUsers(size.users)}, ${round + 1} of ${rounds}: ${value.toFixed(1)} s`)
      taken.push({ value, floor })
    }
    const goal = { of: 'ratio', atMost: 1.5 } as const
    return { figures: [makeFigure(nameFigure(headings.import, '', nameUsers(size.users)), 's', taken, goal)], filled }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const toldEvery = 250_000

/** Milliseconds. */
export const timeImport = (db: Kysely<Tables>, csv: string, tell?: (line: string) => void): Promise<number> =>
  time(async () => {
    const outcome = await importUsers({
      db,
      chunks: createReadStream(csv),
      clock: () => new Date(),
      isDryRun: false,
      onProgress: (rows) => (rows % toldEvery === 0 ? tell?.(`import: ${rows} rows read`) : undefined),
    })
    if (!outcome.imported) throw new Error('the users were not imported')
  })
