import type { Kysely } from 'kysely'
import type { AppError } from '../../src-shared/errors/catalogue.ts'
import type { ScopedDatabases } from './scoped-databases.ts'
import type { Tables } from './tables.ts'

export interface DatabaseLoad {
  readonly connections: number
  readonly idle: number
  /** How many ask for a connection and have to wait. */
  readonly waiting: number
}

/** A database, whichever it is: the same queries and migrations run on both. */
export interface OpenDatabase {
  /** With the rights of the login, which owns the tables: for migrations and commands. */
  readonly db: Kysely<Tables>
  /** The same database with the rights of the service. */
  readonly databases: ScopedDatabases
  readonly kind: 'embedded' | 'postgres'
  /** How busy its connections are just now. */
  readLoad(): DatabaseLoad
  /**
   * Resolves when the database has ended by itself and cannot come back in this process, with AppError `database_ended`. Only an
   * embedded one can; PostgreSQL is connected to again.
   */
  readonly lost?: Promise<AppError>
  close(): Promise<void>
}
