import { setTimeout as pause } from 'node:timers/promises'
import type { UserSearch } from '../user-search.ts'
import { readIndexQuery, listWordsToCheck } from './index-query.ts'
import { loadSearchIndex } from './load-search-index.ts'
import type { Reading, SearchIndexRepository } from './search-index-repository.ts'
import type { FoundPage, SearchableUsers } from './searchable-users.ts'
import type { UserDraftOptions } from './user-base.ts'

export interface IndexedPage extends FoundPage {
  /** As of when. */
  readonly reading: Reading
  /** Right only where the database folds these words to themselves. */
  readonly wordsToCheck: readonly string[]
}

export interface SearchIndexFigures {
  readonly isReady: boolean
  readonly users: number
  readonly bytes: number
}

/** The users of the database in the memory of this process, to be searched (decision 0017). */
export interface SearchIndex {
  /** Undefined when there is no index at present, or it does not know the user to go on from. */
  find(query: UserSearch): IndexedPage | undefined
  /** Brings in what has changed since that reading. False when that is not to be had just now. */
  catchUp(reading: Reading): Promise<boolean>
  /** Reads everything anew: what it says has turned out wrong. */
  discard(): void
  readFigures(): SearchIndexFigures
  /** Begins to build it, in the background. */
  start(): void
  /** Resolves when it is ready, or cannot be. */
  settled(): Promise<void>
  stop(): Promise<void>
}

export interface SearchIndexOptions extends UserDraftOptions {
  readonly repository: SearchIndexRepository
  readonly log: {
    info(about: object, message: string): void
    warn(about: object, message: string): void
  }
  readonly limits?: Partial<SearchIndexLimits>
}

export interface SearchIndexLimits {
  /** With more, memory would be better used by the database. */
  readonly users: number
  /** More changes are not worth bringing in one by one: the index is built anew, without being used meanwhile. */
  readonly changes: number
  /** From so many on it is built anew while it is used. */
  readonly changesKept: number
  readonly firstRetryMs: number
}

const defaultLimits: SearchIndexLimits = { users: 2_000_000, changes: 10_000, changesKept: 2000, firstRetryMs: 1000 }
const longestRetryMs = 60_000
/** A statement that hangs is the database’s to end; it must not keep the server from closing (R7). */
const stopGraceMs = 1000

export function createSearchIndex({ repository, log, limits: given, ...options }: SearchIndexOptions): SearchIndex {
  const limits = { ...defaultLimits, ...given }
  const stopping = new AbortController()
  const { signal } = stopping
  let current: { readonly users: SearchableUsers; reading: Reading } | undefined
  let building: Promise<void> | undefined
  let catchingUp: Promise<boolean> | undefined

  const load = async (): Promise<void> => {
    const startedAt = performance.now()
    const loaded = await loadSearchIndex(repository, { mostUsers: limits.users, signal, ...options })
    if (typeof loaded === 'string') {
      // Nor is what there was before kept: its changes would grow, and everybody be read in vain with each of them.
      current = undefined
      log.warn({ reason: loaded }, 'searches are left to the database')
      return
    }
    current = loaded
    log.info({ ...readFigures(), tookMs: Math.round(performance.now() - startedAt) }, 'search index ready')
  }

  /** Tries until it works; a database that is away is asked again later and later. */
  const build = async (): Promise<void> => {
    for (let retryMs = limits.firstRetryMs; !signal.aborted; retryMs = Math.min(2 * retryMs, longestRetryMs)) {
      try {
        return await load()
      } catch (error) {
        if (signal.aborted) return
        log.warn({ code: codeOf(error) }, 'the search index could not be read; searches are left to the database')
      }
      // A stop ends the pause by rejecting it.
      await pause(retryMs, undefined, { signal, ref: false }).catch(() => {})
    }
  }

  const start = (): void => {
    building ??= build().finally(() => (building = undefined))
  }

  const discard = (): void => {
    current = undefined
    start()
  }

  const readChanges = async (): Promise<boolean> => {
    const known = current
    if (!known) return false
    const changes = await repository.readChanges(known.reading, limits.changes)
    // Built anew meanwhile: the changes are those since another reading.
    if (current !== known) return true
    const count = changes.users.length + changes.members.length
    if (changes.state === 'outlived' || count + known.users.countChanged() > limits.changes) {
      discard()
      return false
    }
    known.users.apply(changes.users, changes.members)
    known.reading = changes.reading
    if (known.users.countChanged() > limits.changesKept) start()
    return true
  }

  /** One statement fails, not everybody who waits for it: the database answers them one by one, or tells each why not. */
  const reportUnread = (error: unknown): false => {
    log.warn({ code: codeOf(error) }, 'changes could not be read; searches are left to the database')
    return false
  }

  const readFigures = (): SearchIndexFigures => ({
    isReady: current !== undefined,
    users: current?.users.base.texts.users ?? 0,
    bytes: current?.users.base.bytes ?? 0,
  })

  return {
    find(query) {
      if (!current) return undefined
      const indexQuery = readIndexQuery(query)
      const page = current.users.search(indexQuery)
      return page && { ...page, reading: current.reading, wordsToCheck: listWordsToCheck(indexQuery) }
    },
    async catchUp(reading) {
      if (current?.reading !== reading) return current !== undefined
      // One for all who have seen a change; should it be later than what it reads, they see that with their next look.
      catchingUp ??= readChanges()
        .catch(reportUnread)
        .finally(() => (catchingUp = undefined))
      return await catchingUp
    },
    discard,
    readFigures,
    start,
    settled: async () => await building,
    async stop() {
      stopping.abort()
      current = undefined
      await Promise.race([Promise.allSettled([building, catchingUp]), pause(stopGraceMs, undefined, { ref: false })])
    },
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
