import type { IndexedMember } from './indexed-user.ts'
import { createMemberTable } from './member-table.ts'
import type { Reading, SearchIndexRepository } from './search-index-repository.ts'
import { createSearchableUsers, type SearchableUsers } from './searchable-users.ts'
import { runInSlices } from './slices.ts'
import { createUserDraft, type UserDraftOptions } from './user-base.ts'

export interface LoadOptions extends UserDraftOptions {
  /** With more users there is no index. */
  readonly mostUsers: number
  readonly signal: AbortSignal
}

export interface LoadedIndex {
  readonly reading: Reading
  readonly users: SearchableUsers
}

export type UnfitReason = 'too many users' | 'the collation of the database does not order by code points'

const batchRows = 1000

/**
 * Reads everybody, batch by batch, and puts the index together in slices. What changes meanwhile is found by the reading,
 * which is from before. Gives a reason instead where this database cannot have an index. Throws what the database throws.
 */
export async function loadSearchIndex(
  repository: SearchIndexRepository,
  { mostUsers, signal, ...options }: LoadOptions,
): Promise<LoadedIndex | UnfitReason> {
  if (!(await repository.isOrderedByCodePoints())) return 'the collation of the database does not order by code points'
  const reading = await repository.readReading()
  const draft = createUserDraft(options)
  let count = 0
  let lastUserId: string | undefined
  for (;;) {
    signal.throwIfAborted()
    const users = await repository.readUsers(lastUserId, batchRows)
    for (const user of users) draft.add(user)
    count += users.length
    if (count > mostUsers) return 'too many users'
    lastUserId = users.at(-1)?.userId
    if (users.length < batchRows) break
  }
  // After the users, so that everybody’s member is there.
  const members = createMemberTable(await readMembers(repository, signal))
  const base = await runInSlices(draft.finish(members), signal)
  return { reading, users: createSearchableUsers(base, members) }
}

async function readMembers(repository: SearchIndexRepository, signal: AbortSignal): Promise<readonly IndexedMember[]> {
  const all: IndexedMember[] = []
  for (;;) {
    signal.throwIfAborted()
    const members = await repository.readMembers(all.at(-1)?.memberId, batchRows)
    for (const member of members) all.push(member)
    if (members.length < batchRows) return all
  }
}
