import type { z } from 'zod'
import type { ImportProblem } from './import-problem.ts'
import { UnreadableFile } from './import-problem.ts'
import { readCsvRows, type CsvRow } from './read-csv-rows.ts'

/** What a file of one kind holds. */
export interface ImportFormat<Column extends string, Row> {
  readonly requiredColumns: readonly Column[]
  /** All of them. */
  readonly columns: readonly Column[]
  /** Checks one row, given by its columns; those that the file has not are left out. */
  readonly schema: z.ZodType<Row>
}

export interface ImportedRow<Row> {
  readonly line: number
  readonly fields: Row
}

export interface ImportedFile<Column, Row> {
  /** The columns that the file has, in its order; known before the first row. */
  readonly columns: readonly Column[]
  /** Right rows, some at a time; what is wrong with the others goes to `onProblem`. Throws `UnreadableFile`. */
  readonly rows: AsyncIterable<readonly ImportedRow<Row>[]>
}

type OnProblem = (problem: ImportProblem) => void

/**
 * Reads the header and then row by row. Wrong headers go to `onProblem` too, and give undefined: without knowing which
 * column is which there is nothing more to say about the rows. Throws `UnreadableFile` for what is no CSV at all.
 */
export async function readImportedRows<Column extends string, Row>(
  chunks: AsyncIterable<Uint8Array>,
  format: ImportFormat<Column, Row>,
  onProblem: OnProblem,
): Promise<ImportedFile<Column, Row> | undefined> {
  const batches = readCsvRows(chunks)[Symbol.asyncIterator]()
  let batch = await batches.next()
  while (!batch.done && batch.value.length === 0) batch = await batches.next()
  const [header, ...others] = batch.done ? [] : batch.value
  if (!header) throw new UnreadableFile({ line: 1, column: 'header', what: 'the file is empty' })
  const columns = readHeader(header.fields, header.line, format, onProblem)
  if (!columns) {
    await batches.return?.()
    return undefined
  }
  const check = createRowCheck(columns, format.schema, onProblem)
  return { columns, rows: checkBatches(others, { [Symbol.asyncIterator]: () => batches }, check) }
}

function readHeader<Column extends string>(
  names: readonly string[],
  line: number,
  { requiredColumns, columns }: Pick<ImportFormat<Column, unknown>, 'requiredColumns' | 'columns'>,
  onProblem: OnProblem,
): Column[] | undefined {
  const isColumn = (name: string): name is Column => columns.some((column) => column === name)
  // SECURITY: P22. Without a header this is the first row, of which nothing may be shown.
  if (!names.some(isColumn)) {
    onProblem({ line, column: 'header', what: 'names none of the columns; the first line has to' })
    return undefined
  }
  const problems: ImportProblem[] = [
    ...requiredColumns
      .filter((name) => !names.includes(name))
      .map((column) => ({ line, column, what: 'the column is missing' })),
    ...names
      .filter((name) => !isColumn(name))
      .map((name) => ({ line, column: name.slice(0, 40), what: 'is not a column of this file' })),
    ...names
      .filter((name, index) => names.indexOf(name) !== index)
      .map((column) => ({ line, column, what: 'the column is there twice' })),
  ]
  for (const problem of problems) onProblem(problem)
  return problems.length === 0 ? names.filter(isColumn) : undefined
}

async function* checkBatches<Row>(
  first: readonly CsvRow[],
  others: AsyncIterable<readonly CsvRow[]>,
  check: (row: CsvRow) => ImportedRow<Row>[],
): AsyncIterable<readonly ImportedRow<Row>[]> {
  yield first.flatMap(check)
  for await (const rows of others) yield rows.flatMap(check)
}

/** Gives the row, or nothing when it is wrong. */
function createRowCheck<Row>(
  columns: readonly string[],
  schema: z.ZodType<Row>,
  onProblem: OnProblem,
): (row: CsvRow) => ImportedRow<Row>[] {
  return ({ line, fields }) => {
    if (fields.length !== columns.length) {
      onProblem({ line, column: 'row', what: `has ${fields.length} fields, the header has ${columns.length}` })
      return []
    }
    const named: Record<string, string | undefined> = {}
    for (const [index, column] of columns.entries()) named[column] = fields[index]
    const parsed = schema.safeParse(named)
    if (parsed.success) return [{ line, fields: parsed.data }]
    // One problem per field: what follows from it only confuses.
    for (const [column, what] of firstByColumn(parsed.error.issues)) onProblem({ line, column, what })
    return []
  }
}

function firstByColumn(
  issues: readonly { readonly path: PropertyKey[]; readonly message: string }[],
): Map<string, string> {
  const first = new Map<string, string>()
  for (const { path, message } of issues) {
    const column = String(path[0])
    if (!first.has(column)) first.set(column, message)
  }
  return first
}
