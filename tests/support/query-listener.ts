import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
} from 'kysely'
import type { Tables } from '../../src-server/database/tables.ts'

/** A database that runs nothing, and remembers what it was to run. */
export function createQueryListener() {
  const heard: CompiledQuery[] = []
  const connection = {
    async executeQuery(query: CompiledQuery) {
      heard.push(query)
      return { rows: [] }
    },
    async *streamQuery() {},
  }
  const db = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => Object.assign(new DummyDriver(), { acquireConnection: async () => connection }),
      createIntrospector: (kysely) => new PostgresIntrospector(kysely),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
  return { db, heard }
}
