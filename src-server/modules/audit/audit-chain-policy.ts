import { createHash } from 'node:crypto'

/** One event as the database’s own texts: what `audit_hash` of migration 0005 hashes, and nothing that a driver made of it. */
export interface ChainedFields {
  readonly seq: string
  /** UTC with milliseconds, e.g. `2026-11-24T14:59:59.999Z`. */
  readonly at: string | null
  readonly action: string | null
  readonly outcome: string | null
  readonly actorMemberId: string | null
  readonly actorUserId: string | null
  readonly targetMemberId: string | null
  readonly targetUserId: string | null
  readonly requestId: string | null
  readonly remoteAddress: string | null
  /** `details::text`: the order and spacing that jsonb gives it. */
  readonly details: string | null
}

/** An event with its place in the chain. Hashes in hexadecimal; null only when somebody took a constraint away. */
export interface ChainRow extends ChainedFields {
  readonly prevHash: string | null
  readonly hash: string | null
}

export interface ChainHead {
  readonly seq: string
  readonly hash: string
}

/** Before the first event: 32 zero bytes. */
export const chainStart: ChainHead = { seq: '0', hash: '00'.repeat(32) }

/** Every field with its length in bytes, so that no two events read the same; absent ones as `-` (P24). */
export const canonicalizeEvent = (event: ChainedFields): string =>
  [
    event.seq,
    event.at,
    event.action,
    event.outcome,
    event.actorMemberId,
    event.actorUserId,
    event.targetMemberId,
    event.targetUserId,
    event.requestId,
    event.remoteAddress,
    event.details,
  ]
    .map((value) => (value === null ? '-' : `${Buffer.byteLength(value)}:${value}`))
    .join('')

/** SHA-256 over the hash of the event before and the canonical form, in hexadecimal: the same as `audit_hash` in SQL. */
export const hashEvent = (prevHash: string, event: ChainedFields): string =>
  createHash('sha256').update(Buffer.from(prevHash, 'hex')).update(canonicalizeEvent(event)).digest('hex')

/**
 * How a chain is broken.
 * - `missing`: numbers are left out before this event, and it does not hang on the one before;
 * - `unlinked`: it does not hang on the event before: events were exchanged, put in or rewritten;
 * - `changed`: it is not the event that was hashed;
 * - `head_differs`: the chain does not end where the database’s own head says;
 * - `recorded_missing`, `recorded_differs`: a head kept elsewhere is not in the chain, or is another one.
 */
export type BreakKind = 'missing' | 'unlinked' | 'changed' | 'head_differs' | 'recorded_missing' | 'recorded_differs'

export interface ChainBreak {
  readonly kind: BreakKind
  /** The first event that is wrong; for the last three kinds the number that the head names. */
  readonly seq: string
  /** The last event that is right. */
  readonly after: string
}

/** What is wrong with an event that follows `before`; undefined when nothing is. */
export function judgeRow(before: ChainHead, row: ChainRow): ChainBreak | undefined {
  const place = { seq: row.seq, after: before.seq }
  if (row.prevHash !== before.hash) {
    const leavesOut = BigInt(row.seq) > BigInt(before.seq) + 1n
    return { kind: leavesOut ? 'missing' : 'unlinked', ...place }
  }
  return row.hash === hashEvent(row.prevHash, row) ? undefined : { kind: 'changed', ...place }
}

/** Compares the end of the chain with the database’s own head, which a trigger writes; undefined when they agree. */
export function judgeHead(last: ChainHead, head: ChainHead | undefined): ChainBreak | undefined {
  if (head?.seq === last.seq && head.hash === last.hash) return undefined
  return { kind: 'head_differs', seq: head?.seq ?? '0', after: last.seq }
}
