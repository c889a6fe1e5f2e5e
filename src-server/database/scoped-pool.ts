import type { PostgresPool } from 'kysely'
import type pg from 'pg'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import type { ConnectionScope, ScopeMemory } from './connection-scope.ts'
import type { ConnectionStatements } from './connection-statements.ts'

export interface ScopedConnections {
  readonly memory: ScopeMemory
  readonly statementsOf: (client: object) => ConnectionStatements
}

/**
 * A pool that gives its connections in one scope, which a connection enters with its first statement there: should that
 * fail, no statement is done in another scope, and the next one enters anew. Throws AppError `overloaded` when no connection
 * comes free in time: nothing was done then.
 */
export function scopePool(
  pool: pg.Pool,
  scope: ConnectionScope,
  { memory, statementsOf }: ScopedConnections,
): PostgresPool {
  return {
    options: pool.options,
    async connect() {
      const client = await takeConnection(pool, (candidate) => !memory.belongsToOther(candidate, scope.role))
      try {
        await memory.enter(client, scope, async (text, values) => statementsOf(client).lead(text, values))
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

/** With as many, the two roles of the service need not take turns on one connection when hardly anybody is there. */
const CONNECTIONS_KEPT = 2

/**
 * One that works in the right role already where an idle one does, since every switch is a round trip. What is idle is at
 * hand at once, so nobody waits for anything while passing others over; whoever waits in line goes first.
 */
async function takeConnection(pool: pg.Pool, isSuited: (client: object) => boolean): Promise<pg.PoolClient> {
  const passedOver: pg.PoolClient[] = []
  const kept = Math.min(CONNECTIONS_KEPT, pool.options.max)
  try {
    let client = await connect(pool)
    while (!isSuited(client) && pool.waitingCount === 0 && (pool.idleCount > 0 || pool.totalCount < kept)) {
      passedOver.push(client)
      client = await connect(pool)
    }
    return client
  } finally {
    // The one given back last is taken first.
    for (const client of passedOver.toReversed()) client.release()
  }
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect()
  } catch (error) {
    if (!(error instanceof Error)) throw error
    // The pool gives this error no code. Whatever else it says: there is no connection, so nothing was done.
    if (error.message !== 'timeout exceeded when trying to connect') throw Object.assign(error, { isUnconnected: true })
    throw new AppError(
      'overloaded',
      { detail: 'waited too long for a connection', retryAfterSeconds: 1 },
      { cause: error },
    )
  }
}
