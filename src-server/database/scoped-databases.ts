import type { Kysely } from 'kysely'
import type { Role } from '../../src-shared/domain/roles.ts'
import { memberScope, serverScope, type ConnectionScope } from './connection-scope.ts'
import type { Tables } from './tables.ts'

/** One pool of connections, seen with different rights (decision 0011). None of them can change or remove audit events. */
export interface ScopedDatabases {
  /** For what reaches over members: logins, sessions, the helpdesk, the search index. */
  readonly server: Kysely<Tables>
  /** Sees and changes the rows of one member alone, whatever is asked of it (P16). */
  forMember(memberId: string): Kysely<Tables>
  /** What a caller’s request works on: the helpdesk’s on `server`, everybody else’s on their own member. */
  of(caller: { readonly role: Role; readonly memberId: string }): Kysely<Tables>
}

/** More members than work at once; beyond it handles are made anew. */
const MAX_KEPT = 1000

/** `open` gives a handle in a scope; it holds nothing but that, and all of them share the connections. */
export function createScopedDatabases(open: (scope: ConnectionScope) => Kysely<Tables>): ScopedDatabases {
  const server = open(serverScope)
  const members = new Map<string, Kysely<Tables>>()
  const forMember = (memberId: string): Kysely<Tables> => {
    const known = members.get(memberId)
    if (known) return known
    if (members.size >= MAX_KEPT) members.clear()
    const opened = open(memberScope(memberId))
    members.set(memberId, opened)
    return opened
  }
  return {
    server,
    forMember,
    of: ({ role, memberId }) => (role === 'helpdesk' ? server : forMember(memberId)),
  }
}
