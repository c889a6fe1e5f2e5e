import { z } from 'zod'
import type { HistoryQuery, ReissuePage, ReissueRecord } from '../../src-shared/api/reissues.ts'
import { instantSchema } from '../../src-shared/domain/instant-schema.ts'
import { foldSearchText, splitSearchWords } from '../../src-shared/domain/search-text.ts'

/** What is kept for review at most: the latest 90 days, the latest 10,000 entries. */
export const keptAtMost = { days: 90, entries: 10_000 } as const

const dayMs = 86_400_000
/** A reissue becomes visible a moment after the time it bears. */
const overlapMs = 5 * 60_000

export const addDays = (instant: string, days: number): string =>
  new Date(Date.parse(instant) + days * dayMs).toISOString()

/** The order of the history: newest first, and by number where two were made in the same millisecond. */
const compareNewestFirst = (a: Place, b: Place): number =>
  compareText(b.issuedAt, a.issuedAt) || compareText(b.reissueId, a.reissueId)
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

interface Place {
  readonly issuedAt: string
  readonly reissueId: string
}

/** From when on the history has to be read again: what is older is known, and its state does not change any more. */
export function findReadingStart(known: readonly ReissueRecord[], serverNow: Date): string {
  const oldestKept = addDays(serverNow.toISOString(), -keptAtMost.days)
  const newest = known[0]
  if (newest === undefined) return oldestKept
  const oldestOpen = known.findLast(({ state }) => state === 'pending')
  const settledBefore = oldestOpen === undefined ? newest.issuedAt : oldestOpen.issuedAt
  const start = new Date(Date.parse(settledBefore) - overlapMs).toISOString()
  return start < oldestKept ? oldestKept : start
}

export interface HistoryChanges {
  /** The server’s word as of when. */
  readonly asOf: string
  /** `received` is everything that the server has from here on. */
  readonly since: string
  readonly received: readonly ReissueRecord[]
}

/** The known entries after a synchronisation, newest first; what did not change stays the same object. */
export function applyChanges(known: readonly ReissueRecord[], { asOf, since, received }: HistoryChanges) {
  const before = new Map(known.map((entry) => [entry.reissueId, entry]))
  const older = known.filter(({ issuedAt }) => issuedAt < since)
  const merged = new Map(older.map((entry) => [entry.reissueId, entry]))
  for (const entry of received) merged.set(entry.reissueId, keepIfSame(before.get(entry.reissueId), entry))
  return keepLatest([...merged.values()], asOf)
}

/** What is kept of `entries`, newest first. */
export function keepLatest(entries: readonly ReissueRecord[], asOf: string): readonly ReissueRecord[] {
  const oldestKept = addDays(asOf, -keptAtMost.days)
  return entries
    .filter(({ issuedAt }) => issuedAt >= oldestKept)
    .sort(compareNewestFirst)
    .slice(0, keptAtMost.entries)
}

const keepIfSame = (known: ReissueRecord | undefined, entry: ReissueRecord): ReissueRecord =>
  known !== undefined && JSON.stringify(known) === JSON.stringify(entry) ? known : entry

export type HistoryConditions = Omit<HistoryQuery, 'cursor' | 'limit'>

/** Sorted newest first, narrowed as the server narrows it; a state is as it was at the latest synchronisation. */
export function findKept(entries: readonly ReissueRecord[], conditions: HistoryConditions): ReissueRecord[] {
  const { since, until, memberId, state } = conditions
  const memberKey = foldSearchText(memberId ?? '')
  const hasUser = matchWords(conditions.query)
  const hasMember = matchWords(conditions.member)
  const hasIssuer = matchWords(conditions.issuedBy)
  return entries.filter(
    (entry) =>
      (since === undefined || entry.issuedAt >= since) &&
      (until === undefined || entry.issuedAt <= until) &&
      (state === undefined || entry.state === state) &&
      (memberKey === '' || foldSearchText(entry.memberId).includes(memberKey)) &&
      hasUser(entry.loginId, entry.userName) &&
      hasMember(entry.memberId, entry.memberName) &&
      hasIssuer(entry.issuedBy.loginId, entry.issuedBy.userName),
  )
}

/** Every word of the condition is found in one of the texts; nothing asked is found everywhere. */
function matchWords(condition: string | undefined): (...texts: readonly string[]) => boolean {
  const words = splitSearchWords(condition ?? '')
  if (words.length === 0) return () => true
  return (...texts) => {
    const keys = texts.map(foldSearchText)
    return words.every((word) => keys.some((key) => key.includes(word)))
  }
}

const cursorPrefix = 'kept.'
const placeSchema = z.strictObject({ issuedAt: instantSchema, reissueId: z.string().max(64) })

/** Whether a page came from the copy, so that the next one has to as well. */
export const isKeptCursor = (cursor: string | undefined): boolean => cursor?.startsWith(cursorPrefix) === true

/** A page of the copy; nothing for a cursor that is not one of the copy’s. */
export function readKeptPage(entries: readonly ReissueRecord[], query: HistoryQuery): ReissuePage | undefined {
  const after = query.cursor === undefined ? null : openCursor(query.cursor)
  if (after === undefined) return undefined
  const found = findKept(entries, query)
  const rest = after === null ? found : found.filter((entry) => compareNewestFirst(entry, after) > 0)
  const items = rest.slice(0, query.limit)
  const last = rest.length > items.length ? items.at(-1) : undefined
  return { items, total: found.length, nextCursor: last === undefined ? null : sealCursor(last) }
}

const sealCursor = ({ issuedAt, reissueId }: Place): string =>
  cursorPrefix + Buffer.from(JSON.stringify({ issuedAt, reissueId })).toString('base64url')

function openCursor(cursor: string): Place | undefined {
  if (!isKeptCursor(cursor)) return undefined
  try {
    const text = Buffer.from(cursor.slice(cursorPrefix.length), 'base64url').toString()
    return placeSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
