import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** A database, whichever it is: the same queries and migrations run on both. */
export interface OpenDatabase {
  readonly db: Kysely<Tables>
  readonly kind: 'embedded' | 'postgres'
  close(): Promise<void>
}
