import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { decodeLines } from './decode-lines.ts'
import { UnreadableFile } from './import-problem.ts'

export interface CsvRow {
  readonly line: number
  readonly fields: readonly string[]
}

const maxRecordCharacters = 64 * 1024

/** The rows of a CSV file (RFC 4180) with their physical lines; empty lines are left out. Throws `UnreadableFile`. */
export async function* readCsvRows(chunks: AsyncIterable<Uint8Array>): AsyncIterable<CsvRow> {
  let nextLine = 1
  let emptyLines = 0
  /** Of the rows that are parsed and not read yet. */
  const lines: number[] = []
  const parser = parse({
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: maxRecordCharacters,
    // Called while parsing, so `nextLine` is right when the very next row is the broken one. The parser's own line count
    // takes a quoted CR LF for two lines.
    on_record: (fields: string[], context) => {
      const line = nextLine + (context.empty_lines - emptyLines)
      emptyLines = context.empty_lines
      nextLine = line + 1 + fields.reduce((sum, field) => sum + field.split('\n').length - 1, 0)
      lines.push(line)
      return fields
    },
  })
  const source = Readable.from(decodeLines(chunks))
  source.once('error', (error) => parser.destroy(error))
  source.pipe(parser)
  try {
    for await (const fields of toRows(parser)) yield { line: lines.shift() ?? nextLine, fields }
  } catch (error) {
    throw error instanceof CsvError
      ? new UnreadableFile({ line: nextLine, column: 'file', what: describe(error) })
      : error
  } finally {
    source.destroy()
  }
}

const toRows = (parser: AsyncIterable<string[]>): AsyncIterable<string[]> => parser

function describe({ code }: CsvError): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'a quote is opened and never closed'
  if (code === 'CSV_MAX_RECORD_SIZE') return 'the row is too long, or a quote is not closed'
  return 'a quote stands where none may be; a quote inside of a field is written twice'
}
