import { noSearch } from '../../../src-renderer/features/user-search/model/search-memory.ts'
import type { KeptPlace } from '../../../src-shared/ipc/place-schema.ts'
import type { Answer } from '../../../src-shared/ipc/envelope.ts'
import { administrator, helpdesk, loggedIn, staff } from '../../support/fake-desk-data.ts'

export const asAdministrator = { sessionView: loggedIn(administrator) }
export const asHelpdesk = { sessionView: loggedIn(helpdesk) }
export const asOffline = {
  sessionView: { ...loggedIn(administrator), isOffline: true },
  connection: { state: 'unreachable', reason: 'server_down', since: '2026-11-23T01:32:00.000Z' },
} as const

export const at = (name: Exclude<KeptPlace['screen']['name'], 'reissue'>): KeptPlace => ({
  screen: { name },
  search: noSearch,
})
/** The reissue screen of the sample's staff, or of another user. */
export const atReissue = (userId: string = staff.userId): KeptPlace => ({
  screen: { name: 'reissue', userId },
  search: noSearch,
})
/** The search screen with these conditions searched for. */
export const atResults = (conditions: Partial<KeptPlace['search']['typed']> = {}): KeptPlace => {
  const typed = { ...noSearch.typed, ...conditions }
  return {
    screen: { name: 'search' },
    search: { typed, submitted: { conditions: typed, sort: 'userId', turn: 1 }, position: null },
  }
}

/** A server that does not answer while the picture is taken. */
export const noAnswerYet = <Value>(): Promise<Answer<Value>> => new Promise(() => undefined)
