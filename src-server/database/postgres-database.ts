import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import { watchConnections, type ConnectionWatch } from './connection-watch.ts'
import { createScopeMemory, ownerScope, type ConnectionScope } from './connection-scope.ts'
import { planStatements, type ConnectionStatements } from './connection-statements.ts'
import type { OpenDatabase } from './database-handle.ts'
import { scopePool, type ScopedConnections } from './scoped-pool.ts'
import { createScopedDatabases } from './scoped-databases.ts'
import type { Tables } from './tables.ts'

export interface PostgresDatabaseOptions {
  readonly kind: 'postgres'
  /** `postgres://user:password@host:port/database`; never logged. */
  readonly url: string
  readonly maxConnections?: number
  /** Other limits than those of `defaultLimits`, in milliseconds. */
  readonly limits?: Partial<PostgresLimits>
}

export interface PostgresLimits {
  readonly statementMs: number
  /** How long one statement waits for a lock. */
  readonly lockMs: number
  readonly idleInTransactionMs: number
  /** How long a request waits for a connection, free or new. */
  readonly connectMs: number
  /** How long one may be held at a time; then it is cut. Left out: for ever, as commands need. */
  readonly heldMs?: number
}

/** R5: a lost client or a bad plan must not hold a connection or a row for ever. */
const defaultLimits: PostgresLimits = {
  statementMs: 30_000,
  lockMs: 10_000,
  idleInTransactionMs: 60_000,
  connectMs: 10_000,
}

/**
 * What every connection is set to. Only a statement with a name can get a plan without its parameters (`keptPrepared`): a
 * search that is planned without its words flips to a scan of everything.
 */
const settingsOf = (limits: PostgresLimits): Readonly<Record<string, string>> => ({
  statement_timeout: String(limits.statementMs),
  lock_timeout: String(limits.lockMs),
  idle_in_transaction_session_timeout: String(limits.idleInTransactionMs),
  plan_cache_mode: 'auto',
  jit: 'off',
  // Requests come from many at once: one that takes every core makes the others wait, and is not even faster then.
  max_parallel_workers_per_gather: '0',
  timezone: 'UTC',
  application_name: 'saihakko-server',
})

const idleTimeoutMs = 30_000
const closeGraceMs = 1000
const bigintType = 20

/** Connects to PostgreSQL. Throws `database_unavailable`, `database_unsuitable`. */
export async function openPostgresDatabase(options: PostgresDatabaseOptions): Promise<OpenDatabase> {
  const limits = { ...defaultLimits, ...options.limits }
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: limits.connectMs,
    idleTimeoutMillis: idleTimeoutMs,
    types: { getTypeParser: (type: number, format?: 'text' | 'binary') => readBigintAsNumber(type, format) },
  })
  // An idle connection that breaks is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => {})
  // So would one that breaks while a request holds it, between two of its statements; the next statement then fails.
  pool.on('connect', (client) => void client.on('error', () => {}))
  const watch = watchConnections(pool, limits.heldMs)
  const connections = planConnections(pool, limits)
  const open = (scope: ConnectionScope): Kysely<Tables> =>
    new Kysely<Tables>({ dialect: new PostgresDialect({ pool: scopePool(pool, scope, connections) }) })
  const db = open(ownerScope)
  try {
    await assertSuitable(db)
  } catch (error) {
    await pool.end()
    throw error
  }
  let ended: Promise<void> | undefined
  const readLoad = () => ({ connections: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount })
  return {
    db,
    databases: createScopedDatabases(open),
    kind: 'postgres',
    readLoad,
    close: () => (ended ??= endPool(pool, watch)),
  }
}

function planConnections(pool: pg.Pool, limits: PostgresLimits): ScopedConnections {
  const memory = createScopeMemory(settingsOf(limits))
  const planned = new WeakMap<object, ConnectionStatements>()
  pool.on('connect', (client) => {
    if (!(client instanceof pg.Client)) throw new TypeError('the driver has changed')
    planned.set(
      client,
      planStatements(client, () => memory.forget(client)),
    )
  })
  const statementsOf = (client: object): ConnectionStatements => {
    const statements = planned.get(client)
    if (!statements) throw new TypeError('not a connection of this pool')
    return statements
  }
  return { memory, statementsOf }
}

/** What is still being done may end, but nobody waits for a connection that is dead. */
async function endPool(pool: pg.Pool, watch: ConnectionWatch): Promise<void> {
  const timer = setTimeout(() => watch.cutHeld(), closeGraceMs)
  try {
    await pool.end()
  } finally {
    clearTimeout(timer)
  }
}

function readBigintAsNumber(type: number, format: 'text' | 'binary' | undefined) {
  return type === bigintType && format !== 'binary' ? Number : pg.types.getTypeParser(type, format)
}

/** With ctype `C`, `lower` leaves everything but ASCII as it is, so that searches would silently miss. */
async function assertSuitable(db: Kysely<Tables>): Promise<void> {
  const { encoding, lowered } = await readCharacterSettings(db)
  if (encoding !== 'UTF8' || lowered !== 'ａéж') {
    throw new AppError('database_unsuitable', { detail: `encoding ${encoding}, lower('ＡÉЖ') gives '${lowered}'` })
  }
}

async function readCharacterSettings(db: Kysely<Tables>): Promise<{ encoding: string; lowered: string }> {
  try {
    const { rows } = await sql<{ encoding: string }>`select current_setting('server_encoding') as encoding`.execute(db)
    const encoding = rows[0]?.encoding ?? ''
    if (encoding !== 'UTF8') return { encoding, lowered: '' }
    const { rows: lower } = await sql<{ lowered: string }>`select lower('ＡÉЖ') as lowered`.execute(db)
    return { encoding, lowered: lower[0]?.lowered ?? '' }
  } catch (error) {
    throw new AppError('database_unavailable', { detail: describeConnectionError(error) }, { cause: error })
  }
}

/** The code or PostgreSQL's message; never the URL, which holds a password. */
function describeConnectionError(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : ''
  return `${code}${error.message}`
}
