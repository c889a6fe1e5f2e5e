import type { SearchMemory } from '../features/user-search/model/search-memory.ts'

/** Where in the app somebody is. Kept in memory only: nothing about a user gets into an address or a history (E34). */
export type Screen =
  | { readonly name: 'menu' }
  | { readonly name: 'search' }
  | { readonly name: 'reissue'; readonly userId: string }
  | { readonly name: 'history' }
  | { readonly name: 'settings' }
  | { readonly name: 'approvals' }
  | { readonly name: 'help' }

/** What survives the lock: the screen and the search; never what was read from the server, never a password. */
export interface Place {
  readonly screen: Screen
  readonly search: SearchMemory
}

export type Destination = Exclude<Screen['name'], 'reissue'>

/** Not to be used on a desk that was unlocked without the server. */
export const needsServer = (name: Screen['name']): boolean => ['search', 'reissue', 'approvals'].includes(name)

/** In the order of the rail; the help stands apart at its foot. */
export const destinations = [
  'menu',
  'search',
  'history',
  'approvals',
  'settings',
  'help',
] as const satisfies readonly Destination[]
