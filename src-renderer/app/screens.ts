import type { Role } from '../../src-shared/domain/roles.ts'
import type { SearchMemory } from '../features/user-search/model/search-memory.ts'

/** Where in the app somebody is. Kept in memory only: nothing about a user gets into an address or a history (E34). */
export type Screen =
  | { readonly name: 'menu' }
  | { readonly name: 'search' }
  | { readonly name: 'reissue'; readonly userId: string }
  | { readonly name: 'history' }
  | { readonly name: 'settings' }
  | { readonly name: 'approvals' }

/** What survives the lock: the screen and the search; never what was read from the server, never a password. */
export interface Place {
  readonly screen: Screen
  readonly search: SearchMemory
}

export type Destination = Exclude<Screen['name'], 'reissue'>

/** Not to be used on a desk that was unlocked without the server. */
export const needsServer = (name: Screen['name']): boolean => ['search', 'reissue', 'approvals'].includes(name)

/** The rail and the keys that lead to each of its entries, with Alt. */
const allDestinations = [
  { name: 'menu', key: '0' },
  { name: 'search', key: '1' },
  { name: 'history', key: '2' },
  { name: 'settings', key: '3' },
  { name: 'approvals', key: '4' },
] as const satisfies readonly { readonly name: Destination; readonly key: string }[]

/** Where somebody of this role can go: the second person’s queue is the helpdesk’s. */
export const destinationsOf = (role: Role): (typeof allDestinations)[number][] =>
  allDestinations.filter(({ name }) => name !== 'approvals' || role === 'helpdesk')
