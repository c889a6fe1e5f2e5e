import { randomInt, randomUUID } from 'node:crypto'
import { availableParallelism } from 'node:os'
import type { FastifyBaseLogger } from 'fastify'
import type { Kysely } from 'kysely'
import { AppError } from '../src-shared/errors/catalogue.ts'
import { buildAppWithWork } from './app.ts'
import { isLoopback, type ListenAddress } from './config/listen-address.ts'
import type { MailConfiguration } from './config/read-configuration.ts'
import { assertRolesGranted } from './database/database-roles.ts'
import { assertMigrated, migrateToLatest } from './database/migrate.ts'
import { openDatabase, type OpenDatabase, type OpenDatabaseOptions } from './database/open-database.ts'
import { prepareDataDirectory } from './database/prepare-data-directory.ts'
import type { Tables } from './database/tables.ts'
import type { DirectoryConfig } from './directory/directory-config-schema.ts'
import { openDirectory } from './directory/open-directory.ts'
import { listen, type TlsFiles } from './listener.ts'
import { listenForMetrics, type MetricsListener } from './metrics/metrics-listener.ts'
import { readOperatingFigures } from './metrics/operating-figures-repository.ts'
import { createServerMetrics, type MetricsSources, type ServerMetrics } from './metrics/server-metrics.ts'
import { openDirectories } from './modules/directories/directories.ts'
import { startDirectoryWork } from './modules/directories/start-directory-work.ts'
import { startMailer } from './modules/notifications/start-mailer.ts'
import { startMemberAlerts } from './modules/verifications/start-member-alerts.ts'
import { defaultTimeouts } from './request-timeouts.ts'
import { seedSample, type SampleAccount } from './sample/seed-sample.ts'
import { countHashThreads, createPasswordVerifier, type PasswordVerifier } from './security/password-verifier.ts'
import { createEphemeralServerKeys, loadServerKeys } from './security/server-keys.ts'
import type { WorkQueueObserver } from './security/work-queue.ts'

export interface StartServerOptions {
  readonly listen: ListenAddress
  readonly database: OpenDatabaseOptions
  /** Where the server's keys are kept; `memory` makes keys that end with the process (tests). */
  readonly dataDir: string
  readonly tls?: TlsFiles
  /** Where `GET /metrics` is served; nowhere when left out. */
  readonly metricsListen?: ListenAddress
  /** How notices are sent; left out: they stay in the outbox. */
  readonly mail?: MailConfiguration
  /** Whose `X-Forwarded-For` is believed; nobody’s when left out. */
  readonly trustedProxies?: readonly string[]
  /** Where the users of some members live, by name; nowhere but here when left out. */
  readonly directories?: Readonly<Record<string, DirectoryConfig>>
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
  readonly log: FastifyBaseLogger
  /** Only where there are metrics. */
  readonly metricsUrl?: string
  /** Serves new connections under a renewed certificate. Throws `configuration_invalid` and keeps the old one. */
  renewCertificate(files: TlsFiles): void
  /** Resolves when the server cannot go on, with what to tell: AppError `database_ended`. It still has to be closed. */
  readonly lost: Promise<AppError>
  /** Stops accepting, finishes what runs, and closes the database, within 10 s. */
  close(): Promise<void>
}

/** Running requests get this long at the end; the rest of the 10 s is for the database. */
const closeGraceMs = 7000
/**
 * Of requests, not of commands (R5). PostgreSQL ends a statement after 30 s, so a connection that is held for longer is dead.
 * No request waits for anything but the database inside of a transaction: one that says nothing for 5 s has lost its server,
 * and may hold the end of the audit, for which all others wait up to 10 s.
 */
const requestLimits = { heldMs: 35_000, idleInTransactionMs: 5000 }
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
  const database = await openDatabase(limitRequests(options.database))
  try {
    await prepareSchema(database)
    return await serveOver(database, options)
  } catch (error) {
    await database.close()
    throw error
  }
}

function limitRequests(database: OpenDatabaseOptions): OpenDatabaseOptions {
  return database.kind === 'embedded' ? database : { ...database, limits: { ...requestLimits, ...database.limits } }
}

/** The embedded database belongs to this process alone; a shared one is migrated when its operators say so. */
async function prepareSchema({ db, databases, kind }: OpenDatabase): Promise<void> {
  if (kind === 'embedded') await migrateToLatest(db)
  else await assertMigrated(db)
  await assertRolesGranted(databases)
}

async function serveOver(database: OpenDatabase, options: StartServerOptions): Promise<RunningServer> {
  const { db, databases } = database
  const clock = options.clock ?? (() => new Date())
  const metrics = options.metricsListen ? createServerMetrics() : undefined
  const passwords = createServerPasswords(metrics?.passwordQueue)
  const sampleAccounts = options.sample
    ? await seedSample({ db, passwords, clock, randomInt: (limit) => randomInt(limit) })
    : undefined
  const directories = openDirectories({ configured: options.directories ?? {}, open: openDirectory, clock })
  const { app, directoryWork, searchIndex } = buildAppWithWork({
    databases,
    keys: options.dataDir === 'memory' ? createEphemeralServerKeys() : await loadServerKeys(options.dataDir),
    passwords,
    clock,
    randomInt: (limit) => randomInt(limit),
    newId: randomUUID,
    directories,
    ...(options.trustedProxies ? { trustedProxies: options.trustedProxies } : {}),
    logger: { level: options.logLevel ?? 'info', ...(options.logStream ? { stream: options.logStream } : {}) },
    ...(metrics ? { observeRequest: metrics.observeRequest } : {}),
  })
  const listener = await listen(app, options.listen, options.tls, defaultTimeouts)
  const readDirectories = () => directories.readStates()
  const { readFigures: readSearchIndex } = searchIndex
  const sources = { clock, readDirectories, readSearchIndex }
  const metricsListener = await serveMetrics(metrics, database, options, sources).catch(async (error: unknown) => {
    await listener.close(0)
    throw error
  })
  const mailer = options.mail
    ? startMailer({ db: databases.server, clock, mail: options.mail, log: app.log })
    : undefined
  const memberAlerts = startMemberAlerts({ db: databases.server, clock, log: app.log })
  const work = startDirectoryWork(directoryWork, app.log)
  return {
    url: listener.url,
    ...(sampleAccounts ? { sampleAccounts } : {}),
    db,
    log: app.log,
    lost: database.lost ?? new Promise(() => {}),
    ...(metricsListener ? { metricsUrl: metricsListener.url } : {}),
    renewCertificate: (files) => listener.renewCertificate(files),
    async close() {
      await Promise.all([listener.close(closeGraceMs), mailer?.stop(closeGraceMs), memberAlerts.stop(), work.stop()])
      await metricsListener?.close()
      await directories.close()
      await database.close()
    },
  }
}

async function serveMetrics(
  metrics: ServerMetrics | undefined,
  { databases, readLoad }: OpenDatabase,
  { metricsListen }: StartServerOptions,
  sources: Pick<MetricsSources, 'clock' | 'readDirectories' | 'readSearchIndex'>,
): Promise<MetricsListener | undefined> {
  if (!metrics || !metricsListen) return undefined
  const readFigures = () => readOperatingFigures(databases.server, sources.clock())
  return await listenForMetrics(metrics.renderWith({ readLoad, readFigures, ...sources }), metricsListen)
}

export function createServerPasswords(observer?: WorkQueueObserver): PasswordVerifier {
  return createPasswordVerifier({
    maxConcurrent: countHashThreads(availableParallelism()),
    maxQueued: maxQueuedPasswords,
    ...(observer ? { observer } : {}),
  })
}
