import { isUtf8 } from 'node:buffer'
import { UnreadableFile } from './import-problem.ts'

const lineFeed = 0x0a
const maxLineBytes = 1024 * 1024

/**
 * Decodes UTF-8 strictly, in whole lines, without the byte order mark. A file in another encoding (Shift_JIS from a
 * spreadsheet) must not turn into names full of question marks: throws `UnreadableFile` with the first wrong line.
 */
export async function* decodeLines(chunks: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  let rest: Buffer = Buffer.alloc(0)
  let line = 1
  let isStart = true
  const decode = (bytes: Buffer): string => {
    if (!isUtf8(bytes))
      throw new UnreadableFile({ line: line + linesBeforeWrong(bytes), column: 'file', what: 'is not valid UTF-8' })
    line += countLines(bytes)
    const text = bytes.toString('utf8')
    const decoded = isStart && text.startsWith('\ufeff') ? text.slice(1) : text
    isStart = false
    return decoded
  }
  for await (const chunk of chunks) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : Buffer.from(chunk)
    const end = bytes.lastIndexOf(lineFeed) + 1
    rest = bytes.subarray(end)
    if (rest.length > maxLineBytes)
      throw new UnreadableFile({ line: line + countLines(bytes), column: 'file', what: 'the line is too long' })
    if (end > 0) yield decode(bytes.subarray(0, end))
  }
  if (rest.length > 0) yield decode(rest)
}

function countLines(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, at + 1)) count += 1
  return count
}

function linesBeforeWrong(bytes: Buffer): number {
  let lines = 0
  let start = 0
  for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, start)) {
    if (!isUtf8(bytes.subarray(start, at))) return lines
    start = at + 1
    lines += 1
  }
  return lines
}
