import type { Kysely } from 'kysely'
import type { Tables } from '../../database/tables.ts'
import { DirectoryError } from '../../directory/directory-port.ts'
import type { MemberDirectory } from './directories.ts'
import { createMirrorRepository } from './mirror-repository.ts'
import type { MirrorCounts, MirrorService } from './mirror-service.ts'
import { createSyncRepository, type SyncKey } from './sync-repository.ts'

export type SyncOutcome =
  | ({ readonly kind: 'synced'; readonly isComplete: boolean } & MirrorCounts)
  /** Another process is at it. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'failed'; readonly reason: string; readonly failures: number }

export interface SyncService {
  /** Brings the mirror of one member up to date; from where it was, and every hour by a complete listing. Never rejects for the directory’s sake. */
  sync(directory: MemberDirectory): Promise<SyncOutcome>
}

export interface SyncDependencies {
  /** The server’s. */
  readonly db: Kysely<Tables>
  readonly clock: () => Date
  readonly mirror: MirrorService
}

const COMPLETE_EVERY_MS = 3_600_000
/** A page may take so long; then another process may go on. */
const HELD_MS = 120_000
/** A complete listing without so large a part of the users is a wrong base or filter rather than so many who left. */
const suspicious = { from: 20, share: 0.5 } as const

const none: MirrorCounts = { added: 0, changed: 0, retired: 0, collisions: 0 }
const plus = (a: MirrorCounts, b: MirrorCounts): MirrorCounts => ({
  added: a.added + b.added,
  changed: a.changed + b.changed,
  retired: a.retired + b.retired,
  collisions: a.collisions + b.collisions,
})

export function createSyncService({ db, clock, mirror }: SyncDependencies): SyncService {
  const repository = createSyncRepository(db)
  const heldUntil = (): Date => new Date(clock().getTime() + HELD_MS)

  const readAll = async (
    directory: MemberDirectory,
    key: SyncKey,
    since: string | null,
  ): Promise<{ counts: MirrorCounts; seen: Set<string> }> => {
    const seen = new Set<string>()
    let counts = none
    let readAt = clock()
    for await (const page of directory.port.readChanges(since)) {
      for (const { accountId } of page.changed) seen.add(accountId)
      counts = plus(counts, await mirror.apply(directory, { ...page, readAt }))
      await repository.advance(key, page.next, heldUntil())
      readAt = clock()
    }
    return { counts, seen }
  }

  /** Whoever a complete listing does not name is gone. */
  const retireUnseen = async (
    directory: MemberDirectory,
    seen: ReadonlySet<string>,
    readAt: Date,
  ): Promise<MirrorCounts> => {
    const known = await createMirrorRepository(db).listAccountIds(directory.memberId)
    const deleted = known.filter((accountId) => !seen.has(accountId))
    const isSuspicious = deleted.length >= suspicious.from && deleted.length > known.length * suspicious.share
    if (isSuspicious || (deleted.length > 0 && seen.size === 0))
      throw new DirectoryError('misconfigured', `${deleted.length} of ${known.length} users are not listed any more`)
    return mirror.apply(directory, { changed: [], deleted, readAt })
  }

  return {
    async sync(directory) {
      const key = { directory: directory.name, memberId: directory.memberId }
      const [member] = await createMirrorRepository(db).claimMembers(directory.name, [directory.memberId])
      if (member === undefined) return { kind: 'failed', reason: 'no_such_member', failures: 0 }
      const startedAt = clock()
      const state = await repository.claim(key, startedAt, heldUntil())
      if (!state) return { kind: 'busy' }
      const isDue = !state.completedAt || startedAt.getTime() - state.completedAt.getTime() >= COMPLETE_EVERY_MS
      const since = isDue ? null : state.cursor
      try {
        const { counts, seen } = await readAll(directory, key, since)
        const isComplete = since === null
        const total = isComplete ? plus(counts, await retireUnseen(directory, seen, startedAt)) : counts
        await repository.succeed(key, clock(), isComplete ? total.collisions : undefined, isComplete)
        return { kind: 'synced', isComplete, ...total }
      } catch (error) {
        const reason = error instanceof DirectoryError ? error.kind : 'database'
        await repository.fail(key, reason)
        if (!(error instanceof DirectoryError)) throw error
        return { kind: 'failed', reason, failures: state.failures + 1 }
      }
    },
  }
}
