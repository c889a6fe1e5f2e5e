import { closeSync, fdatasyncSync, openSync } from 'node:fs'
import { join } from 'node:path'

const segmentBytes = 16n * 1024n * 1024n

/**
 * Brings the write-ahead log of PGlite to the disk. PostgreSQL inside of PGlite believes that it synchronises its files,
 * but the call ends in a function that does nothing (electric-sql/pglite#1107), so after a power cut an acknowledged
 * commit could be missing. `flushUpTo` synchronises every log segment that was written since the last call.
 *
 * It covers: the power fails, or the machine crashes, after the commit was acknowledged.
 * It does NOT cover: the data files that a checkpoint writes (at a clean end, and about every gigabyte of log); they reach
 * the disk when the operating system likes. If the power fails right after a checkpoint, tables can be damaged although
 * the log is whole. A process that dies (kill -9) loses nothing either way. Where that matters: use PostgreSQL.
 */
export interface WalFlush {
  /** `position`: the end of the log as PostgreSQL writes it, e.g. `0/1720B50`. */
  flushUpTo(position: string): void
}

/** `sync` brings one file or folder to the disk; tests watch it. */
export function createWalFlush(databaseFolder: string, sync: (path: string) => void = syncFile): WalFlush {
  const logFolder = join(databaseFolder, 'pg_wal')
  let flushed: bigint | undefined

  return {
    flushUpTo(position) {
      const end = parsePosition(position)
      if (flushed === end) return
      const last = end / segmentBytes
      const first = flushed === undefined ? last : flushed / segmentBytes
      for (let segment = first; segment <= last; segment += 1n) sync(join(logFolder, segmentName(segment)))
      // A new segment is only found again if its folder's entry is on the disk, too.
      if (flushed === undefined || last > first) sync(logFolder)
      flushed = end
    },
  }
}

function syncFile(path: string): void {
  // Windows cannot open folders; there the entry is written with the file.
  let file: number
  try {
    file = openSync(path, 'r+')
  } catch (error) {
    if (codeOf(error) === 'EISDIR') file = openSync(path, 'r')
    // The position may stand exactly at the start of a segment that does not exist yet.
    else if (codeOf(error) === 'ENOENT' || process.platform === 'win32') return
    else throw error
  }
  try {
    fdatasyncSync(file)
  } finally {
    closeSync(file)
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)

function parsePosition(position: string): bigint {
  const [high = '0', low = '0'] = position.split('/')
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`)
}

/** Timeline 1 (PGlite never recovers onto another), then the segment's number in two halves of 32 bits. */
function segmentName(segment: bigint): string {
  const perLog = 0x1_0000_0000n / segmentBytes
  const part = (value: bigint): string => value.toString(16).toUpperCase().padStart(8, '0')
  return `00000001${part(segment / perLog)}${part(segment % perLog)}`
}
