import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Tables } from '../../../src-server/database/tables.ts'
import type { PostgresServer } from '../../support/postgres-server.ts'
import { inProject } from '../../support/project.ts'
import { connectBare, type BareDriver } from './bare-driver.ts'
import { createPostgresDatabase, type EmbeddedDatabase, type PostgresDatabase } from './bench-databases.ts'
import { createBenchClient, type BenchClient } from './bench-client.ts'
import { addOperators, fillDatabase, type BenchData, type DatabaseSize } from './fill-database.ts'
import { startProcess, type StartedProcess } from './start-process.ts'
import { waitForIndex, type IndexReport } from './wait-for-index.ts'

/** A filled database with a server of its own process over it. */
export interface ServedDesk {
  readonly size: DatabaseSize
  readonly data: BenchData
  readonly client: BenchClient
  /** Of the server, which answers searches from it from the beginning. */
  readonly index: IndexReport
  /** Starts to watch the event loop of the server’s process; the function that comes back stops and tells. */
  watchEventLoop(): Promise<() => Promise<EventLoopDelay>>
  /** One more server process over the same database, with the same keys; closed along with the desk. */
  startAnother(): Promise<BenchClient>
  close(): Promise<void>
}

/** On PostgreSQL, with a way to the database beside the server, for the floors. */
export interface BenchDesk extends ServedDesk {
  readonly db: Kysely<Tables>
  readonly bare: BareDriver
}

const delaySchema = z.object({ p99Ms: z.number(), maxMs: z.number() })
export type EventLoopDelay = z.infer<typeof delaySchema>

export async function openPostgresDesk(postgres: PostgresServer, size: DatabaseSize): Promise<BenchDesk> {
  const database = await createPostgresDatabase(postgres)
  await fillDatabase(database.db, size)
  return openFilledDesk(database, size)
}

/** Over users that are there already. The desk removes the database when it closes. */
export async function openFilledDesk(database: PostgresDatabase, size: DatabaseSize): Promise<BenchDesk> {
  const data = await addOperators(database.db)
  const bare = await connectBare(database.url)
  const served = await serve({ size, data }, { SAIHAKKO_DATABASE_URL: database.url }, async () => {
    await bare.close()
    await database.remove()
  })
  return { ...served, db: database.db, bare }
}

/** Over the users in an embedded database, which only one process can have open. The desk removes it when it closes. */
export async function openEmbeddedDesk(database: EmbeddedDatabase, size: DatabaseSize): Promise<ServedDesk> {
  const data = await addOperators(database.db)
  await database.close()
  return serve({ size, data }, { SAIHAKKO_DATA_DIR: database.dataDir }, () => database.remove())
}

async function serve(
  parts: Pick<ServedDesk, 'size' | 'data'>,
  settings: NodeJS.ProcessEnv,
  closeDatabase: () => Promise<void>,
): Promise<ServedDesk> {
  const folder = mkdtempSync(join(tmpdir(), 'saihakko-bench-server-'))
  const started: { readonly process: StartedProcess; readonly client: BenchClient }[] = []
  const start = async () => {
    const log = join(folder, `log-${started.length}`)
    const server = await startServer(folder, log, settings)
    const client = createBenchClient(server.url)
    started.push({ process: server, client })
    return { server, client, index: await waitForIndex(log) }
  }
  const { server, client, index } = await start()
  return {
    ...parts,
    client,
    index,
    async watchEventLoop() {
      server.child.send('watch')
      return async () => {
        const told = once(server.child, 'message')
        server.child.send('tell')
        return delaySchema.parse((await told)[0])
      }
    },
    startAnother: async () => (await start()).client,
    async close() {
      for (const { client: open, process: running } of started) {
        open.close()
        await running.end()
      }
      await closeDatabase()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const startServer = (folder: string, log: string, settings: NodeJS.ProcessEnv): Promise<StartedProcess> => {
  const watcher = pathToFileURL(inProject('tests', 'bench', 'server', 'watch-event-loop.ts')).href
  return startProcess(['--import', watcher, inProject('src-server', 'cli.ts'), 'serve'], {
    log,
    env: { SAIHAKKO_DATA_DIR: folder, SAIHAKKO_LISTEN: '127.0.0.1:0', ...settings },
  })
}
