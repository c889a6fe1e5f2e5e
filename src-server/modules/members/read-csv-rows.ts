import { finished } from 'node:stream/promises'
import { CsvError, parse } from 'csv-parse'
import { decodeLines } from './decode-lines.ts'
import { UnreadableFile } from './import-problem.ts'

export interface CsvRow {
  readonly line: number
  readonly fields: readonly string[]
}

const maxRecordCharacters = 64 * 1024

/**
 * The rows of a CSV file (RFC 4180) with their physical lines, as many at a time as a piece of the file holds: row by row,
 * waiting for each would take longer than parsing it. Empty lines are left out. Throws `UnreadableFile`, after the rows before.
 */
export async function* readCsvRows(chunks: AsyncIterable<Uint8Array>): AsyncIterable<readonly CsvRow[]> {
  let nextLine = 1
  let emptyLines = 0
  let rows: CsvRow[] = []
  const parser = parse({
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: maxRecordCharacters,
    // Called while parsing, so `nextLine` is right when the very next row is the broken one. The parser's own line count
    // takes a quoted CR LF for two lines. Nothing is passed on: the parser's stream stays empty.
    on_record: (fields: string[], context) => {
      const line = nextLine + (context.empty_lines - emptyLines)
      emptyLines = context.empty_lines
      nextLine = line + 1 + countBreaks(fields)
      rows.push({ line, fields })
      return null
    },
  })
  const take = (): readonly CsvRow[] => {
    const taken = rows
    rows = []
    return taken
  }
  // Told by `write` and `finished`, too; without a listener it would end the process.
  parser.on('error', () => {})
  // The end of a stream comes when somebody reads it, though it is empty.
  parser.resume()
  try {
    for await (const text of decodeLines(chunks)) {
      await new Promise<void>((resolve, reject) => {
        parser.write(text, (error) => (error ? reject(error) : resolve()))
      })
      yield take()
    }
    parser.end()
    await finished(parser)
    yield take()
  } catch (error) {
    yield take()
    throw error instanceof CsvError
      ? new UnreadableFile({ line: nextLine, column: 'file', what: describe(error) })
      : error
  } finally {
    parser.destroy()
  }
}

function countBreaks(fields: readonly string[]): number {
  let breaks = 0
  for (const field of fields) if (field.includes('\n')) breaks += field.split('\n').length - 1
  return breaks
}

function describe({ code }: CsvError): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'a quote is opened and never closed'
  if (code === 'CSV_MAX_RECORD_SIZE') return 'the row is too long, or a quote is not closed'
  return 'a quote stands where none may be; a quote inside of a field is written twice'
}
