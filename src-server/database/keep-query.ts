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
  let kept: KeptQuery<Row> | undefined
  return async (db, values) => {
    kept ??= nameValues(build(draftOnly(), placeholderOf))
    const parameters = kept.given.map(({ name, constant }) =>
      name === undefined ? constant : Reflect.get(values, name),
    )
    return (await db.executeQuery<Row>({ ...kept.compiled, parameters })).rows
  }
}

interface KeptQuery<Row> {
  readonly compiled: CompiledQuery<Row>
  /** What is sent with it, in this order. */
  readonly given: readonly { readonly name?: string; readonly constant?: unknown }[]
}

/** Each value is sent once, however often the query mentions it. */
function nameValues<Row>(compiled: CompiledQuery<Row>): KeptQuery<Row> {
  const nameOf = (parameter: unknown): string | undefined =>
    typeof parameter === 'object' && parameter !== null ? placeholders.get(parameter) : undefined
  const keys = compiled.parameters.map((parameter, place) => nameOf(parameter) ?? place)
  const sent = [...new Set(keys)]
  const text = compiled.sql.replace(/\$(\d+)/g, (_, number) => `$${sent.indexOf(keys[Number(number) - 1] ?? '') + 1}`)
  const given = sent.map((key) => (typeof key === 'string' ? { name: key } : { constant: compiled.parameters[key] }))
  return { compiled: { ...compiled, sql: text }, given }
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
