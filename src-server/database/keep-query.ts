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

/** The same with the values of several parts, in their order. */
export type RunParts<Row> = (db: Kysely<Tables>, values: readonly object[]) => Promise<Row[]>

interface ValueName {
  readonly part: number
  readonly name: string
}
const placeholders = new WeakMap<object, ValueName>()

/**
 * A query that is built and written out once, at its first run, instead of with every request: that takes the processor
 * longer than sending it. It must be the same text whatever the values are.
 */
export function keepQuery<Values extends object, Row>(
  build: (db: Kysely<Tables>, value: ValueOf<Values>) => CompiledQuery<Row>,
): RunQuery<Values, Row> {
  const run = keepParts((db) => build(db, valueOfPart(0)))
  return (db, values) => run(db, [values])
}

/** The same of a query that is made of parts, each with values of its own (`valueOfPart`). */
export function keepParts<Row>(build: (db: Kysely<Tables>) => CompiledQuery<Row>): RunParts<Row> {
  let kept: KeptQuery<Row> | undefined
  return async (db, values) => {
    kept ??= nameValues(build(draftOnly()))
    const parameters = kept.given.map(({ named, constant }) =>
      named === undefined ? constant : Reflect.get(values[named.part] ?? {}, named.name),
    )
    return (await db.executeQuery<Row>({ ...kept.compiled, parameters })).rows
  }
}

/** What stands for the values of the part at this place. */
export const valueOfPart =
  (part: number) =>
  <T>(name: string): RawBuilder<T> => {
    const placeholder = {}
    placeholders.set(placeholder, { part, name })
    return sql<T>`${placeholder}`
  }

interface KeptQuery<Row> {
  readonly compiled: CompiledQuery<Row>
  /** What is sent with it, in this order. */
  readonly given: readonly { readonly named?: ValueName | undefined; readonly constant?: unknown }[]
}

/** Each value is sent once, however often the query mentions it. */
function nameValues<Row>(compiled: CompiledQuery<Row>): KeptQuery<Row> {
  const nameOf = (parameter: unknown): ValueName | undefined =>
    typeof parameter === 'object' && parameter !== null ? placeholders.get(parameter) : undefined
  const parameters = compiled.parameters.map((constant, place) => {
    const named = nameOf(constant)
    return { key: named ? `${named.part} ${named.name}` : `${place}`, named, constant }
  })
  const keys = [...new Set(parameters.map(({ key }) => key))]
  const placeOf = (number: string) => keys.indexOf(parameters[Number(number) - 1]?.key ?? '')
  const text = compiled.sql.replace(/\$(\d+)/g, (_, number) => `$${placeOf(String(number)) + 1}`)
  const given = keys.flatMap((key) => parameters.find((parameter) => parameter.key === key) ?? [])
  return { compiled: { ...compiled, sql: text }, given }
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
