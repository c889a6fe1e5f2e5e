import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import type { OpenDatabase } from './database-handle.ts'
import type { Tables } from './tables.ts'

export interface PostgresDatabaseOptions {
  readonly kind: 'postgres'
  /** `postgres://user:password@host:port/database`; never logged. */
  readonly url: string
  readonly maxConnections?: number
}

/**
 * Limits of every connection, in milliseconds: a lost client or a bad plan must not hold a connection or a row for ever.
 * Generic plans are off: a search that is planned without its words flips to a scan of everything.
 */
const sessionSettings = {
  statement_timeout: '30000',
  lock_timeout: '10000',
  idle_in_transaction_session_timeout: '60000',
  plan_cache_mode: 'force_custom_plan',
  timezone: 'UTC',
  // The server's own schema must not be reached through a stranger's.
  application_name: 'saihakko-server',
}

const connectTimeoutMs = 10_000
const idleTimeoutMs = 30_000
const bigintType = 20

/** Connects to PostgreSQL. Throws `database_unavailable`, `database_unsuitable`. */
export async function openPostgresDatabase(options: PostgresDatabaseOptions): Promise<OpenDatabase> {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: idleTimeoutMs,
    types: { getTypeParser: (type: number, format?: 'text' | 'binary') => readBigintAsNumber(type, format) },
  })
  // An idle connection that breaks is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => {})
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({
      pool,
      onCreateConnection: async (connection) => {
        const assignments = Object.keys(sessionSettings).map(
          (name, index) => `set_config('${name}', $${index + 1}, false)`,
        )
        await connection.executeQuery(
          CompiledQuery.raw(`select ${assignments.join(', ')}`, Object.values(sessionSettings)),
        )
      },
    }),
  })
  try {
    await assertSuitable(db)
  } catch (error) {
    await db.destroy()
    throw error
  }
  return { db, kind: 'postgres', close: () => db.destroy() }
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
