import type { PostgresPool } from 'kysely'
import type pg from 'pg'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import type { ConnectionScope, ScopeMemory } from './connection-scope.ts'

/**
 * A pool that gives its connections in one scope. A connection that cannot be brought into it is closed and never used
 * again. Throws AppError `overloaded` when none comes free in time: nothing was done then.
 */
export function scopePool(pool: pg.Pool, scope: ConnectionScope, memory: ScopeMemory): PostgresPool {
  return {
    options: pool.options,
    async connect() {
      const client = await takeConnection(pool)
      try {
        await memory.enter(client, scope, (statement, parameters) => client.query(statement, [...parameters]))
        return client
      } catch (error) {
        client.release(true)
        throw error
      }
    },
    // The pool belongs to who made it, and other scopes still use it.
    end: async () => {},
  }
}

async function takeConnection(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect()
  } catch (error) {
    // The pool gives this error no code.
    if (!(error instanceof Error) || error.message !== 'timeout exceeded when trying to connect') throw error
    throw new AppError(
      'overloaded',
      { detail: 'waited too long for a connection', retryAfterSeconds: 1 },
      { cause: error },
    )
  }
}
