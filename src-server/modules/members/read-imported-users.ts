import type { ImportProblem } from './import-problem.ts'
import { UnreadableFile } from './import-problem.ts'
import {
  importColumns,
  importedUserSchema,
  requiredColumns,
  type ImportColumn,
  type ImportedUser,
} from './imported-user-schema.ts'
import { readCsvRows } from './read-csv-rows.ts'

export interface ImportedRow {
  readonly line: number
  readonly user: ImportedUser
}

export interface ImportedFile {
  /** The columns that the file has, in its order; known before the first row. */
  readonly columns: readonly ImportColumn[]
  /** Right rows; what is wrong with the others goes to `onProblem`. Throws `UnreadableFile`. */
  readonly rows: AsyncIterable<ImportedRow>
}

/**
 * Reads the header and then row by row. Wrong headers go to `onProblem` too, and leave `columns` empty: without knowing
 * which column is which there is nothing more to say about the rows. Throws `UnreadableFile` for what is no CSV at all.
 */
export async function readImportedUsers(
  chunks: AsyncIterable<Uint8Array>,
  onProblem: (problem: ImportProblem) => void,
): Promise<ImportedFile | undefined> {
  const rows = readCsvRows(chunks)[Symbol.asyncIterator]()
  const header = await rows.next()
  if (header.done) throw new UnreadableFile({ line: 1, column: 'header', what: 'the file is empty' })
  const columns = readHeader(header.value.fields, header.value.line, onProblem)
  if (!columns) {
    await rows.return?.()
    return undefined
  }
  return { columns, rows: readRows({ [Symbol.asyncIterator]: () => rows }, columns, onProblem) }
}

function readHeader(
  names: readonly string[],
  line: number,
  onProblem: (problem: ImportProblem) => void,
): ImportColumn[] | undefined {
  const problems: ImportProblem[] = [
    ...requiredColumns
      .filter((name) => !names.includes(name))
      .map((column) => ({ line, column, what: 'the column is missing' })),
    ...names
      .filter((name) => !isImportColumn(name))
      .map((name) => ({ line, column: name.slice(0, 40), what: 'is not a column of this file' })),
    ...names
      .filter((name, index) => names.indexOf(name) !== index)
      .map((column) => ({ line, column, what: 'the column is there twice' })),
  ]
  for (const problem of problems) onProblem(problem)
  return problems.length === 0 ? names.filter(isImportColumn) : undefined
}

const isImportColumn = (name: string): name is ImportColumn => importColumns.some((column) => column === name)

async function* readRows(
  rows: AsyncIterable<{ readonly line: number; readonly fields: readonly string[] }>,
  columns: readonly ImportColumn[],
  onProblem: (problem: ImportProblem) => void,
): AsyncIterable<ImportedRow> {
  for await (const { line, fields } of rows) {
    if (fields.length !== columns.length) {
      onProblem({ line, column: 'row', what: `has ${fields.length} fields, the header has ${columns.length}` })
      continue
    }
    const parsed = importedUserSchema.safeParse(
      Object.fromEntries(columns.map((column, index) => [column, fields[index]])),
    )
    if (parsed.success) yield { line, user: parsed.data }
    // One problem per field: what follows from it only confuses.
    else for (const [column, what] of firstByColumn(parsed.error.issues)) onProblem({ line, column, what })
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
