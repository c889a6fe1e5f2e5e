import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, cpSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { migrateToLatest } from '../../../src-server/database/migrate.ts'
import { openDatabase, type OpenDatabase } from '../../../src-server/database/open-database.ts'
import type { PostgresServer } from '../../support/postgres-server.ts'
import { inProject } from '../../support/project.ts'
import { createBenchClient, type BenchClient } from './bench-client.ts'
import { fillDatabase, type BenchData, type DatabaseSize } from './fill-database.ts'

/** A filled database with a server of its own process over it, and a way to the database beside the server. */
export interface BenchDesk {
  readonly size: DatabaseSize
  readonly data: BenchData
  readonly client: BenchClient
  /** The same database on PostgreSQL; a copy of it where only one process can have it open. For the floors. */
  readonly database: OpenDatabase
  /** Starts to watch the event loop of the server’s process; the function that comes back stops and tells. */
  watchEventLoop(): Promise<() => Promise<EventLoopDelay>>
  close(): Promise<void>
}

const delaySchema = z.object({ p99Ms: z.number(), maxMs: z.number() })
export type EventLoopDelay = z.infer<typeof delaySchema>

/** `settings` go into the environment of the server’s process. */
export async function openPostgresDesk(
  postgres: PostgresServer,
  size: DatabaseSize,
  settings: Readonly<Record<string, string>> = {},
): Promise<BenchDesk> {
  const name = `bench_${randomUUID().replaceAll('-', '')}`
  await postgres.run(`create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'`)
  const url = postgres.urlOf(name)
  // A million users take longer to fill in than any statement of the server may take.
  const database = await openDatabase({ kind: 'postgres', url, limits: { statementMs: 3_600_000 } })
  await migrateToLatest(database.db)
  const data = await fillDatabase(database.db, size)
  return serve(size, data, database, { ...settings, SAIHAKKO_DATABASE_URL: url }, async () => {
    await database.close()
    await postgres.run(`drop database ${name} with (force)`)
  })
}

export async function openEmbeddedDesk(size: DatabaseSize): Promise<BenchDesk> {
  const folder = mkdtempSync(join(tmpdir(), 'saihakko-bench-'))
  const [own, copy] = [join(folder, 'own'), join(folder, 'copy')]
  const filled = await openDatabase({ kind: 'embedded', dataDir: own })
  await migrateToLatest(filled.db)
  const data = await fillDatabase(filled.db, size)
  await filled.close()
  cpSync(own, copy, { recursive: true })
  const database = await openDatabase({ kind: 'embedded', dataDir: copy })
  return serve(size, data, database, { SAIHAKKO_DATA_DIR: own }, async () => {
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  })
}

async function serve(
  size: DatabaseSize,
  data: BenchData,
  database: OpenDatabase,
  settings: NodeJS.ProcessEnv,
  closeDatabase: () => Promise<void>,
): Promise<BenchDesk> {
  const folder = mkdtempSync(join(tmpdir(), 'saihakko-bench-server-'))
  const { child, url } = await startServer(folder, settings)
  const client = createBenchClient(url)
  return {
    size,
    data,
    client,
    database,
    async watchEventLoop() {
      child.send('watch')
      return async () => {
        const told = once(child, 'message')
        child.send('tell')
        return delaySchema.parse((await told)[0])
      }
    },
    async close() {
      client.close()
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
      await closeDatabase()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Logs as in earnest, to a file: through a pipe this process would have to read it. */
async function startServer(folder: string, settings: NodeJS.ProcessEnv): Promise<{ child: ChildProcess; url: string }> {
  const watcher = pathToFileURL(inProject('tests', 'bench', 'server', 'watch-event-loop.ts')).href
  const log = openSync(join(folder, 'log'), 'w')
  const child = spawn(process.execPath, ['--import', watcher, inProject('src-server', 'cli.ts'), 'serve'], {
    env: { ...process.env, SAIHAKKO_DATA_DIR: folder, SAIHAKKO_LISTEN: '127.0.0.1:0', ...settings },
    stdio: ['ignore', 'pipe', log, 'ipc'],
  })
  closeSync(log)
  const output = child.stdout
  if (!output) throw new Error('no standard output')
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: output }).on('line', (line) => {
      const found = /^listening on (\S+)$/.exec(line)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.once('exit', () => reject(new Error(`the server ended: ${readFileSync(join(folder, 'log'), 'utf8')}`)))
  })
  return { child, url }
}
