import {
  AbortedTransactionError,
  CompiledQuery,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SelectQueryNode,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely'
import { createScopeMemory, type ConnectionScope } from './connection-scope.ts'
import { createFairMutex, type FairMutex } from './fair-mutex.ts'
import type { PgliteThread } from './pglite-thread.ts'

/** How long a caller waits for the one connection. Longer than any request is allowed to take. */
const connectionWaitMs = 30_000

export const createConnectionMutex = (): FairMutex => createFairMutex(connectionWaitMs)

/**
 * PostgreSQL’s dialect over PGlite in its thread: one connection, held exclusively for the length of a transaction. All the
 * dialects made from one thread share it; each works in its scope.
 */
export function createPgliteDialects(thread: PgliteThread, mutex: FairMutex): (scope: ConnectionScope) => Dialect {
  const driver = createDriver(thread, mutex)
  const memory = createScopeMemory()
  return (scope) => ({
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createDriver: () => ({
      ...driver,
      async acquireConnection() {
        const connection = await driver.acquireConnection()
        try {
          await memory.enter(connection, scope, (statement, parameters) =>
            run(thread, CompiledQuery.raw(statement, [...parameters]), false),
          )
          return connection
        } catch (error) {
          await driver.releaseConnection(connection)
          throw error
        }
      },
    }),
  })
}

function createDriver(thread: PgliteThread, mutex: FairMutex): Driver {
  const transaction = { isOpen: false, hasFailed: false }
  let release: (() => void) | undefined

  const connection: DatabaseConnection = {
    async executeQuery<R>(query: CompiledQuery) {
      try {
        const commits = !transaction.isOpen && !isPlainSelect(query)
        return await run<R>(thread, query, commits)
      } catch (error) {
        transaction.hasFailed ||= transaction.isOpen
        throw error
      }
    },
    // oxlint-disable-next-line require-yield -- PGlite gives results as a whole
    async *streamQuery() {
      throw new Error('the embedded database does not stream')
    },
  }

  async function end(command: 'commit' | 'rollback'): Promise<void> {
    try {
      await run(thread, CompiledQuery.raw(command), command === 'commit')
    } finally {
      transaction.isOpen = false
      transaction.hasFailed = false
    }
  }

  return {
    async init() {},
    async acquireConnection() {
      release = await mutex.lock()
      return connection
    },
    async releaseConnection() {
      release?.()
    },
    async beginTransaction(_connection, settings) {
      const level = settings.isolationLevel ? ` isolation level ${settings.isolationLevel}` : ''
      const mode = settings.accessMode ? ` ${settings.accessMode}` : ''
      await run(thread, CompiledQuery.raw(`start transaction${level}${mode}`), false)
      transaction.isOpen = true
    },
    async commitTransaction() {
      // PostgreSQL answers COMMIT of a failed transaction with a quiet ROLLBACK; nobody may take that for success.
      if (!transaction.hasFailed) return await end('commit')
      await end('rollback')
      throw new AbortedTransactionError()
    },
    async rollbackTransaction() {
      await end('rollback')
    },
    async savepoint(_connection, name) {
      await run(thread, CompiledQuery.raw(`savepoint ${quote(name)}`), false)
    },
    async rollbackToSavepoint(_connection, name) {
      await run(thread, CompiledQuery.raw(`rollback to savepoint ${quote(name)}`), false)
      transaction.hasFailed = false
    },
    async releaseSavepoint(_connection, name) {
      await run(thread, CompiledQuery.raw(`release savepoint ${quote(name)}`), false)
    },
    // The thread belongs to who started it, and other dialects may still use it.
    async destroy() {},
  }
}

async function run<R>(thread: PgliteThread, query: CompiledQuery, commits: boolean): Promise<QueryResult<R>> {
  const { rows, affectedRows } = await thread.query(query.sql, query.parameters, { commits })
  if (!areRows<R>(rows)) throw new TypeError('the embedded database gave no rows')
  return { rows, numAffectedRows: BigInt(affectedRows) }
}

/** What a row holds is what the query builder says; no driver can check it. */
const areRows = <R>(rows: readonly unknown[]): rows is R[] => Array.isArray(rows)

/** A select built without `with` writes nothing, so there is nothing to bring to the disk after it. */
const isPlainSelect = ({ query }: CompiledQuery): boolean => SelectQueryNode.is(query) && query.with === undefined

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`
