import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Kysely } from 'kysely'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import { lockDataDirectory } from './data-directory-lock.ts'
import { ownerScope, type ConnectionScope } from './connection-scope.ts'
import type { OpenDatabase } from './database-handle.ts'
import { createConnectionMutex, createPgliteDialects } from './pglite-dialect.ts'
import { startPgliteThread, type PgliteThread } from './pglite-thread.ts'
import type { PgliteWorkerData } from './pglite-messages.ts'
import { prepareDataDirectory } from './prepare-data-directory.ts'
import { createScopedDatabases } from './scoped-databases.ts'
import type { Tables } from './tables.ts'

export interface EmbeddedDatabaseOptions {
  readonly kind: 'embedded'
  /** The server's data directory; the database is its folder `database`. `memory` keeps everything in memory (tests). */
  readonly dataDir: string
  /** A dump of another one, to start a new database from. */
  readonly dump?: Uint8Array
  /** Told that a new database is being made, which takes a few seconds. */
  readonly onCreate?: () => void
}

/** An embedded database, and a way to copy it. */
export interface EmbeddedDatabase extends OpenDatabase {
  dump(): Promise<Uint8Array>
}

/**
 * Opens PGlite in its own thread under a lock on the data directory. Statement timeouts do not work here (PGlite has no
 * timers), so one bad query delays everybody: for more than a trial or a small deployment use PostgreSQL.
 * Throws `data_directory_in_use`, `data_directory_unusable`, `database_unavailable`.
 */
export async function openEmbeddedDatabase(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  const copy = options.dump ? { dump: options.dump } : {}
  if (options.dataDir === 'memory') {
    options.onCreate?.()
    return wrap(await startThread({ folder: 'memory', ...copy }), () => {})
  }
  prepareDataDirectory(options.dataDir)
  const release = lockDataDirectory(options.dataDir)
  try {
    const folder = join(options.dataDir, 'database')
    const isNew = !hasEmbeddedDatabase(options.dataDir)
    if (isNew) options.onCreate?.()
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return wrap(await startThread({ folder, ...(isNew ? copy : {}) }), release)
  } catch (error) {
    release()
    throw error
  }
}

/** Whether a data directory holds a database already. */
export const hasEmbeddedDatabase = (dataDir: string): boolean => existsSync(join(dataDir, 'database', 'PG_VERSION'))

async function startThread(data: PgliteWorkerData): Promise<PgliteThread> {
  try {
    return await startPgliteThread(data)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError('database_unavailable', { detail: `${data.folder}: ${reason}` }, { cause: error })
  }
}

function wrap(thread: PgliteThread, release: () => void): EmbeddedDatabase {
  const mutex = createConnectionMutex()
  const dialectIn = createPgliteDialects(thread, mutex)
  const open = (scope: ConnectionScope): Kysely<Tables> => new Kysely<Tables>({ dialect: dialectIn(scope) })
  const db = open(ownerScope)
  return {
    db,
    databases: createScopedDatabases(open),
    kind: 'embedded',
    readLoad: () => ({ connections: 1, idle: mutex.isTaken() ? 0 : 1, waiting: mutex.countWaiting() }),
    lost: thread.lost.then((cause) => new AppError('database_ended', { detail: cause.message }, { cause })),
    dump: () => thread.dump(),
    async close() {
      try {
        await db.destroy()
        await thread.close()
      } finally {
        release()
      }
    },
  }
}
