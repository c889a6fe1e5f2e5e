import type { Kysely } from 'kysely'
import type { Tables } from '../../database/tables.ts'
import {
  chainStart,
  judgeHead,
  judgeRow,
  type ChainBreak,
  type ChainHead,
  type ChainRow,
} from './audit-chain-policy.ts'
import { createAuditRepository } from './audit-repository.ts'

export interface AuditVerificationOptions {
  readonly db: Kysely<Tables>
  /** Heads that were kept elsewhere, in any order: what tells a chain that was cut off or written anew as a whole (P24). */
  readonly recorded?: readonly ChainHead[]
  /** How many events have been checked. */
  readonly onProgress?: (events: number) => void
  readonly pageRows?: number
}

export type AuditVerdict =
  | { readonly intact: true; readonly events: number; readonly head: ChainHead }
  | {
      readonly intact: false
      /** How many were right. */
      readonly events: number
      readonly found: ChainBreak
      /** The wrong event, where there is one. */
      readonly row: ChainRow | undefined
    }

/**
 * Recomputes the whole chain, page by page in bounded memory, and stops at the first thing that is wrong. It may run while
 * events are appended: each page is read under one snapshot together with the head, and the page that reaches the end is
 * compared with the head of that same moment. No snapshot is held for longer, since while one is, the database keeps every
 * old version of the head and appending grows slow.
 */
export async function verifyAuditChain(options: AuditVerificationOptions): Promise<AuditVerdict> {
  const { db, recorded = [], onProgress, pageRows = 1000 } = options
  const awaited = new Map(recorded.map((head) => [head.seq, new Set<string>()]))
  for (const { seq, hash } of recorded) awaited.get(seq)?.add(hash)
  let [events, last] = [0, chainStart]
  for (;;) {
    const { rows, head } = await readPage(db, events === 0 ? undefined : last.seq, pageRows)
    for (const row of rows) {
      const found = judgeRow(last, row) ?? judgeRecorded(last, row, awaited)
      if (found) return { intact: false, events, found, row }
      last = { seq: row.seq, hash: row.hash ?? '' }
      awaited.delete(row.seq)
      events += 1
    }
    onProgress?.(events)
    if (rows.length === pageRows) continue
    const found = findMissing(last, awaited) ?? judgeHead(last, head)
    return found ? { intact: false, events, found, row: undefined } : { intact: true, events, head: last }
  }
}

const readPage = (db: Kysely<Tables>, after: string | undefined, limit: number) =>
  db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const audit = createAuditRepository(tx)
      return { rows: await audit.listChain(after, limit), head: await audit.readHead() }
    })

type AwaitedHeads = ReadonlyMap<string, ReadonlySet<string>>

/** Whether an event is the one that was recorded elsewhere under its number, if any was. */
function judgeRecorded(last: ChainHead, row: ChainRow, awaited: AwaitedHeads): ChainBreak | undefined {
  const isOther = [...(awaited.get(row.seq) ?? [])].some((hash) => hash !== row.hash)
  return isOther ? { kind: 'recorded_differs', seq: row.seq, after: last.seq } : undefined
}

/** The first recorded head that no event has; a head of before the first event needs none. */
function findMissing(last: ChainHead, awaited: AwaitedHeads): ChainBreak | undefined {
  const left = [...awaited].filter(([seq, hashes]) => seq !== chainStart.seq || [...hashes].join() !== chainStart.hash)
  const [first] = left.toSorted(([a], [b]) => (BigInt(a) < BigInt(b) ? -1 : 1))
  return first && { kind: 'recorded_missing', seq: first[0], after: last.seq }
}
