import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  type CompiledQuery,
  type RawBuilder,
} from 'kysely'
import type { Tables } from './tables.ts'

/** Stands in a query for a value that comes with each run. */
export type ValueOf<Values> = <Name extends keyof Values & string>(name: Name) => RawBuilder<Values[Name]>

export type RunQuery<Values, Row> = (db: Kysely<Tables>, values: Values) => Promise<Row[]>

const placeholders = new WeakMap<object, string>()

/**
 * A query that is built and written out once, at its first run, instead of with every request: that takes the processor
 * longer than sending it. It must be the same text whatever the values are.
 */
export function keepQuery<Values extends object, Row>(
  build: (db: Kysely<Tables>, value: ValueOf<Values>) => CompiledQuery<Row>,
): RunQuery<Values, Row> {
  let compiled: CompiledQuery<Row> | undefined
  return async (db, values) => {
    compiled ??= build(draftOnly(), placeholderOf)
    const given: ReadonlyMap<string, unknown> = new Map(Object.entries(values))
    const parameters = compiled.parameters.map((parameter) => {
      const name = typeof parameter === 'object' && parameter !== null ? placeholders.get(parameter) : undefined
      return name === undefined ? parameter : given.get(name)
    })
    return (await db.executeQuery<Row>({ ...compiled, parameters })).rows
  }
}

function placeholderOf<T>(name: string): RawBuilder<T> {
  const placeholder = {}
  placeholders.set(placeholder, name)
  return sql<T>`${placeholder}`
}

/** Builds queries and runs none. */
const draftOnly = (): Kysely<Tables> =>
  new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
