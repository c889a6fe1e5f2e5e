import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openEmbeddedDatabase } from '../../src-server/database/embedded-database.ts'
import { migrateToLatest } from '../../src-server/database/migrate.ts'
import { migrations } from '../../src-server/database/migrations.ts'
import { openDatabase, type OpenDatabase } from '../../src-server/database/open-database.ts'
import { foldTable } from '../../src-shared/domain/search-text.ts'
import { startPostgresServer, type PostgresServer } from './postgres-server.ts'
import { inProject } from './project.ts'

export type DatabaseKind = OpenDatabase['kind']
export const databaseKinds: readonly DatabaseKind[] = ['embedded', 'postgres']

/** Gives fresh, migrated databases of one kind, quickly: the first is made, the others are copies. */
export interface TestDatabases {
  open(): Promise<OpenDatabase>
  /** PostgreSQL only: the URL of a database by its name. */
  urlOf(name: string): string
  /** Ends the server behind them. Databases that are still open must be closed before. */
  stop(): Promise<void>
}

export async function startTestDatabases(kind: DatabaseKind): Promise<TestDatabases> {
  return kind === 'embedded' ? startEmbedded() : await startOnPostgres(await startPostgresServer())
}

function startEmbedded(): TestDatabases {
  return {
    open: async () => openDatabase({ kind: 'embedded', dataDir: 'memory', dump: await readTemplate() }),
    urlOf: (name) => {
      throw new Error(`the embedded database ${name} has no URL`)
    },
    stop: async () => {},
  }
}

/** Makes a data directory with an empty, migrated database in it: from nothing, that takes four seconds of a core longer. */
export async function makeDataDirectory(dataDir: string): Promise<void> {
  const database = await openEmbeddedDatabase({ kind: 'embedded', dataDir, dump: await readTemplate() })
  await database.close()
}

/** The dump of a migrated database, kept for the next test file until a migration changes. */
export async function readTemplate(): Promise<Uint8Array> {
  const stamp = JSON.stringify([Object.values(migrations).map(({ up }) => up.toString()), [...foldTable]])
  const folder = inProject('.cache', 'test-database')
  const path = join(folder, `${createHash('sha256').update(stamp).digest('hex').slice(0, 16)}-${readSourceStamp()}.tar`)
  if (!existsSync(path)) {
    const database = await openEmbeddedDatabase({ kind: 'embedded', dataDir: 'memory' })
    await migrateToLatest(database.db)
    const dump = await database.dump()
    await database.close()
    mkdirSync(folder, { recursive: true })
    const draft = `${path}.${process.pid}`
    writeFileSync(draft, dump)
    renameSync(draft, path)
  }
  return readFileSync(path)
}

/** The migrations' statements are constants beside their functions, so their files count as well. */
function readSourceStamp(): string {
  const hash = createHash('sha256')
  for (const name of Object.keys(migrations))
    hash.update(readFileSync(inProject('src-server', 'database', 'migrations', `${name}.ts`)))
  return hash.digest('hex').slice(0, 16)
}

async function startOnPostgres(server: PostgresServer): Promise<TestDatabases> {
  const template = `template_${randomUUID().replaceAll('-', '')}`
  await server.run(`create database ${template} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'`)
  const first = await openDatabase({ kind: 'postgres', url: server.urlOf(template) })
  await migrateToLatest(first.db)
  await first.close()
  const made: string[] = [template]
  return {
    async open() {
      const name = `test_${randomUUID().replaceAll('-', '')}`
      await server.run(`create database ${name} template ${template}`)
      made.push(name)
      return await openDatabase({ kind: 'postgres', url: server.urlOf(name), maxConnections: 4 })
    },
    urlOf: (name) => server.urlOf(name),
    async stop() {
      for (const name of made.toReversed()) await server.run(`drop database if exists ${name} with (force)`)
      await server.stop()
    },
  }
}
