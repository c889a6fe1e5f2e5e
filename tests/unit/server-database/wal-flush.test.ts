import { expect, it } from 'vitest'
import { createWalFlush } from '../../../src-server/database/wal-flush.ts'

const segment = (name: string): string => `/data/pg_wal/0000000100000000000000${name}`

it('brings every log segment that was written since the last commit to the disk, and nothing when nothing was written', () => {
  const synced: string[] = []
  const flush = createWalFlush('/data', (path) => synced.push(path))
  const flushed = (position: string): string[] => {
    synced.length = 0
    flush.flushUpTo(position)
    return [...synced]
  }
  expect(flushed('0/1720B50')).toEqual([segment('01'), '/data/pg_wal'])
  expect(flushed('0/1720B50')).toEqual([])
  expect(flushed('0/1720C00')).toEqual([segment('01')])
  // A commit that reaches over two borders of 16 MiB.
  expect(flushed('0/3000010')).toEqual([segment('01'), segment('02'), segment('03'), '/data/pg_wal'])
  expect(flushed('1/FF000000')).toContain('/data/pg_wal/0000000100000001000000FF')
})
