import type { ReissueRecord } from '../../src-shared/api/reissues.ts'

/** A synchronisation changes a few entries: only their chunks are written anew, of about 100 KB each. */
export const chunkSize = 256

/** The entries as they lie in the store, by the names of the chunks. */
export type Chunks = ReadonlyMap<string, readonly ReissueRecord[]>

export interface Rechunked {
  readonly chunks: Chunks
  /** Those that have to be written. */
  readonly newNames: readonly string[]
}

/**
 * Divides `next` so that chunks whose entries are all there, as the same objects, stay as they are. The others, and those
 * less than half full, are put together in new ones.
 */
export function divideAnew(before: Chunks, next: readonly ReissueRecord[], newName: () => string): Rechunked {
  const left = new Set(next)
  const chunks = new Map<string, readonly ReissueRecord[]>()
  for (const [name, entries] of before) {
    const isWhole = entries.length >= chunkSize / 2 && entries.every((entry) => left.has(entry))
    if (!isWhole) continue
    chunks.set(name, entries)
    for (const entry of entries) left.delete(entry)
  }
  const newNames: string[] = []
  const loose = [...left]
  for (let from = 0; from < loose.length; from += chunkSize) {
    const name = newName()
    newNames.push(name)
    chunks.set(name, loose.slice(from, from + chunkSize))
  }
  return { chunks, newNames }
}
