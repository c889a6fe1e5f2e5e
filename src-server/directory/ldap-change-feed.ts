import { createHash } from 'node:crypto'
import { GreaterThanEqualsFilter } from 'ldapts'
import type { DirectoryChanges } from './directory-port.ts'
import type { LdapAccountReader, LdapScope } from './ldap-account-reader.ts'
import type { LdapConnections } from './ldap-connections.ts'
import { binaryAttributes, readText } from './ldap-entry.ts'
import { createAllFilter } from './ldap-filter.ts'

/** How a kind of server marks its changes. */
export interface LdapChangeMarks {
  /** Attribute that grows with every change of an entry. */
  readonly attribute: string
  /** Which server’s marks these are, and the highest one if it tells; asked before the entries. */
  readPosition(): Promise<{ readonly source: string; readonly highest: string | undefined }>
  /** The least mark to ask for (`>=`) after `mark`. */
  startAfter(mark: string): string
  /** Whether an entry that `>=` lets through was read the last time already. */
  isSeen(mark: string | undefined, start: Cursor | undefined): boolean
  /** Where to go on, from the highest mark seen; `former` is where this reading began. */
  moveOn(highest: string, former: Cursor | undefined): Pick<Cursor, 'mark' | 'seenAtMs'>
}

/** What `since` and `next` hold; opaque to everybody else. */
export interface Cursor {
  readonly mark: string
  readonly source: string
  /** Who the administrators were: a change of a group does not touch its members’ entries. */
  readonly administrators: string
  readonly seenAtMs: number
}

const pageSize = 500
/** Stands for a reading that was not finished: begin again. */
const fromTheStart = ''

/**
 * The accounts changed since `since`, a page at a time, each asked for when it is wanted; everything if `since` is null, if
 * another server answers than last time, or if the set of administrators has changed. No server here tells who was deleted
 * without further rights: a full reading shows it.
 */
export async function* readLdapChanges(
  connections: LdapConnections,
  reader: LdapAccountReader,
  marks: LdapChangeMarks,
  scope: LdapScope,
  since: string | null,
): AsyncGenerator<DirectoryChanges> {
  // An empty listing means that everybody was deleted: it has to be a true one.
  await reader.requireBase()
  const position = await marks.readPosition()
  const administrators = await reader.readAdministrators()
  const administratorsHash = hashIds(administrators)
  const former = readCursor(since)
  const isUsable = former?.source === position.source && former.administrators === administratorsHash
  const start = isUsable ? former : undefined
  const changed =
    start && new GreaterThanEqualsFilter({ attribute: marks.attribute, value: marks.startAfter(start.mark) })
  let highest = position.highest ?? start?.mark ?? ''
  const pages = connections.readPages(scope.baseDn, {
    filter: createAllFilter([scope.userFilter, changed]),
    attributes: [...reader.attributes, marks.attribute],
    explicitBufferAttributes: [...binaryAttributes],
    paged: { pageSize },
  })
  for await (const page of pages) {
    const fresh = page.filter((entry) => !marks.isSeen(readText(entry, marks.attribute), start))
    if (position.highest === undefined) {
      for (const entry of fresh) highest = pickHigher(highest, readText(entry, marks.attribute))
    }
    const accounts = fresh.flatMap((entry) => reader.toAccount(entry, administrators) ?? [])
    // Pages come in no order of change: until the last one is through, the reading has to begin where it began.
    if (accounts.length > 0) yield { changed: accounts, deleted: [], next: since ?? fromTheStart }
  }
  const end = highest === '' ? undefined : marks.moveOn(highest, start)
  const next = end && { ...end, source: position.source, administrators: administratorsHash }
  yield { changed: [], deleted: [], next: next ? JSON.stringify(next) : fromTheStart }
}

const pickHigher = (one: string, other = ''): string => (other > one ? other : one)

function hashIds(ids: ReadonlySet<string>): string {
  return createHash('sha256')
    .update([...ids].toSorted().join('\n'))
    .digest('base64url')
    .slice(0, 16)
}

/** Undefined for none, an unfinished one, and one of another version: each means everything. */
function readCursor(since: string | null): Cursor | undefined {
  if (since === null || since === fromTheStart) return undefined
  try {
    const cursor: unknown = JSON.parse(since)
    return isCursor(cursor) ? cursor : undefined
  } catch {
    return undefined
  }
}

function isCursor(value: unknown): value is Cursor {
  if (typeof value !== 'object' || value === null) return false
  return 'mark' in value && 'source' in value && 'administrators' in value && 'seenAtMs' in value
}
