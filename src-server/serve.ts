import { randomInt, randomUUID } from 'node:crypto'
import { availableParallelism } from 'node:os'
import type { Kysely } from 'kysely'
import { AppError } from '../src-shared/errors/catalogue.ts'
import { buildApp } from './app.ts'
import { isLoopback, type ListenAddress } from './config/listen-address.ts'
import { assertMigrated, migrateToLatest } from './database/migrate.ts'
import { openDatabase, type OpenDatabase, type OpenDatabaseOptions } from './database/open-database.ts'
import { prepareDataDirectory } from './database/prepare-data-directory.ts'
import type { Tables } from './database/tables.ts'
import { listen, type TlsFiles } from './listener.ts'
import { defaultTimeouts } from './request-timeouts.ts'
import { seedSample, type SampleAccount } from './sample/seed-sample.ts'
import { createPasswordVerifier, type PasswordVerifier } from './security/password-verifier.ts'
import { createEphemeralServerKeys, loadServerKeys } from './security/server-keys.ts'

export interface StartServerOptions {
  readonly listen: ListenAddress
  readonly database: OpenDatabaseOptions
  /** Where the server's keys are kept; `memory` makes keys that end with the process (tests). */
  readonly dataDir: string
  readonly tls?: TlsFiles
  /** pino level; default `info`. */
  readonly logLevel?: string
  /** Default: standard error. */
  readonly logStream?: { write(line: string): void }
  /** Fills an empty database with the sample. */
  readonly sample?: boolean
  readonly clock?: () => Date
}

export interface RunningServer {
  readonly url: string
  /** The sample's accounts with their passwords; only when they were made just now. */
  readonly sampleAccounts?: readonly SampleAccount[]
  readonly db: Kysely<Tables>
  /** Stops accepting, finishes what runs, and closes the database, within 10 s. */
  close(): Promise<void>
}

/** Running requests get this long at the end; the rest of the 10 s is for the database. */
const closeGraceMs = 7000
/** Verifiers wait in line rather than fight for the cores; beyond this many, logins are refused (`overloaded`). */
const maxQueuedPasswords = 200

/**
 * Opens the database (and brings an embedded one up to date), and serves. Throws `configuration_invalid`,
 * `data_directory_in_use`, `data_directory_unusable`, `database_*`, `address_in_use`.
 */
export async function startServer(options: StartServerOptions): Promise<RunningServer> {
  if (!options.tls && !isLoopback(options.listen.host)) {
    throw new AppError('configuration_invalid', {
      detail: `${options.listen.host} needs TLS: passwords would travel in the clear`,
    })
  }
  if (options.dataDir !== 'memory') prepareDataDirectory(options.dataDir)
  const database = await openDatabase(options.database)
  try {
    await prepareSchema(database)
    return await serveOver(database, options)
  } catch (error) {
    await database.close()
    throw error
  }
}

/** The embedded database belongs to this process alone; a shared one is migrated when its operators say so. */
async function prepareSchema({ db, kind }: OpenDatabase): Promise<void> {
  if (kind === 'embedded') await migrateToLatest(db)
  else await assertMigrated(db)
}

async function serveOver(database: OpenDatabase, options: StartServerOptions): Promise<RunningServer> {
  const { db } = database
  const clock = options.clock ?? (() => new Date())
  const passwords = createServerPasswords()
  const sampleAccounts = options.sample
    ? await seedSample({ db, passwords, clock, randomInt: (limit) => randomInt(limit) })
    : undefined
  const app = buildApp({
    db,
    keys: options.dataDir === 'memory' ? createEphemeralServerKeys() : await loadServerKeys(options.dataDir),
    passwords,
    clock,
    randomInt: (limit) => randomInt(limit),
    newId: randomUUID,
    logger: { level: options.logLevel ?? 'info', ...(options.logStream ? { stream: options.logStream } : {}) },
  })
  const listener = await listen(app, options.listen, options.tls, defaultTimeouts)
  return {
    url: listener.url,
    ...(sampleAccounts ? { sampleAccounts } : {}),
    db,
    async close() {
      await listener.close(closeGraceMs)
      await database.close()
    },
  }
}

export function createServerPasswords(): PasswordVerifier {
  return createPasswordVerifier({ maxConcurrent: Math.min(4, availableParallelism()), maxQueued: maxQueuedPasswords })
}
