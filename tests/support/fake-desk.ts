import type { DeskBridge, DeskEvent, IpcOutput } from '../../src-shared/ipc/bridge.ts'
import type { Area, EventName } from '../../src-shared/ipc/channel-names.ts'
import type { SessionView } from '../../src-shared/ipc/contract.ts'
import type { KeptPlace } from '../../src-shared/ipc/place-schema.ts'
import type { ConnectionView, ServerView } from '../../src-shared/ipc/server-schema.ts'
import { settingsSchema, type Settings, type SettingsView } from '../../src-shared/ipc/settings-schema.ts'
import type { Answer, DeskError } from '../../src-shared/ipc/envelope.ts'
import * as data from './fake-desk-data.ts'

export type DeskOverrides = { readonly [A in Area]?: Partial<DeskBridge[A]> }

export interface FakeDesk {
  readonly desk: DeskBridge
  /** Tells the page something unasked, as the main process does. */
  readonly emit: <N extends EventName>(name: N, event: DeskEvent<N>) => void
}

export const answer = <Value>(value: Value): Promise<Answer<Value>> => Promise.resolve({ ok: true, value })
export const refuse = (code: DeskError['code'], facts: Partial<DeskError> = {}): Promise<Answer<never>> =>
  Promise.resolve({ ok: false, error: { code, traceId: 'trace-1', ...facts } })

export interface FakeDeskStart {
  readonly sessionView?: SessionView
  readonly settings?: Partial<Settings>
  readonly server?: Partial<ServerView>
  readonly connection?: Partial<ConnectionView>
  readonly users?: readonly IpcOutput<'users', 'search'>['items'][number][]
}

/**
 * A bridge that behaves like the main process with the sample data: one session, one list of users, a clipboard that is
 * never cleared. `overrides` replace single channels.
 */
export function createFakeDesk(start: FakeDeskStart = {}, overrides: DeskOverrides = {}): FakeDesk {
  const listeners: { readonly [N in EventName]: Set<(event: DeskEvent<N>) => void> } = {
    sessionChanged: new Set(),
    connectionChanged: new Set(),
    clipboardChanged: new Set(),
    settingsChanged: new Set(),
    offlineHistoryChanged: new Set(),
    updateChanged: new Set(),
    historyExportChanged: new Set(),
    commandChosen: new Set(),
  }
  const users = start.users ?? data.seedUsers
  let view: SessionView = start.sessionView ?? data.loggedOut
  let settings: Settings = { ...data.settings, ...start.settings }
  const settingsView = (): SettingsView => ({ values: settings, locked: [], hasUnreadableRules: false })
  let place: KeptPlace | null = null

  const become = (next: SessionView) => {
    view = next
    return answer(view)
  }
  const withSession = (change: Partial<SessionView>) => become({ ...view, ...change })

  const desk: DeskBridge = {
    app: {
      readInfo: () => answer(data.info),
      readSettings: () => answer(settingsView()),
      updateSettings: (change) => {
        settings = settingsSchema.parse({ ...settings, ...change })
        return answer(settingsView())
      },
      protectContent: () => answer({}),
      ...overrides.app,
    },
    server: {
      read: () => answer({ ...data.server, ...start.server }),
      readConnection: () => answer({ ...data.connection, ...start.connection }),
      check: ({ url }) => answer({ ...data.usableServer, url }),
      connect: ({ url }) => answer({ ...data.server, kind: 'given', url }),
      tryHere: () => answer(data.server),
      ...overrides.server,
    },
    session: {
      read: () => answer(view),
      logIn: ({ loginId }) => {
        const account = [data.administrator, data.staff, data.helpdesk].find((known) => known.loginId === loginId)
        return account ? become(data.loggedIn(account)) : refuse('invalid_credentials')
      },
      logOut: () => become(data.loggedOut),
      choosePassword: () =>
        view.session
          ? withSession({ session: { ...view.session, mustChangePassword: false } })
          : refuse('not_logged_in'),
      lock: () => withSession({ locked: true }),
      unlock: () => withSession({ locked: false }),
      reauthenticate: () => answer(view),
      ...overrides.session,
    },
    policy: { read: () => answer(data.policy), ...overrides.policy },
    users: {
      search: (query) => {
        const sought = (query.loginId ?? '').toLowerCase()
        const found = users.filter((user) => user.loginId.toLowerCase().includes(sought))
        if (query.sort?.startsWith('-')) found.reverse()
        const from = Number(query.cursor ?? 0)
        const to = from + (query.limit ?? 50)
        const nextCursor = to < found.length ? String(to) : null
        return answer({ items: found.slice(from, to), total: found.length, nextCursor })
      },
      read: ({ userId }) => {
        const user = users.find((known) => known.userId === userId)
        return user ? answer(data.detailOf(user)) : refuse('not_found')
      },
      ...overrides.users,
    },
    verifications: {
      start: () => answer(data.startedVerification),
      answer: ({ answer: said }) => answer({ match: said === data.rightAnswer, attemptsLeft: 2 }),
      conclude: ({ outcome }) => answer(data.verificationOf(outcome)),
      read: () => answer(data.verificationOf('passed')),
      list: () => answer({ items: [], total: 0, nextCursor: null }),
      decide: () => answer(data.verificationOf('passed')),
      ...overrides.verifications,
    },
    reissues: {
      suggest: () => answer({ temporaryPassword: data.suggestedPassword, wouldExpireAt: '2026-11-24T14:59:59.999Z' }),
      issue: ({ userId }) => {
        const user = users.find((known) => known.userId === userId)
        return user ? answer(data.receiptOf(user)) : refuse('not_found')
      },
      discardSecret: () => answer({}),
      list: ({ query }) => {
        const items = data.reissueRecords.filter((record) => record.loginId.includes(query ?? ''))
        return answer({ items: [...items], total: items.length, nextCursor: null, asOf: null })
      },
      summarise: () => answer({ timeZone: 'Asia/Tokyo', days: [...data.reissueDays], asOf: null }),
      recordHandover: () => answer({}),
      ...overrides.reissues,
    },
    offlineHistory: { read: () => answer(data.offlineHistory), ...overrides.offlineHistory },
    historyExport: {
      start: () => answer({ outcome: 'saved', written: data.reissueRecords.length }),
      cancel: () => answer({}),
      ...overrides.historyExport,
    },
    slip: {
      print: () => answer({ isPrinted: true }),
      savePdf: () => answer({ isSaved: true }),
      ...overrides.slip,
    },
    place: {
      keep: (kept) => {
        place = kept
        return answer({})
      },
      read: () => answer({ place }),
      ...overrides.place,
    },
    diagnostics: {
      read: () => answer(data.diagnostics),
      save: () => answer({ isSaved: true }),
      ...overrides.diagnostics,
    },
    updates: {
      read: () => answer({ state: 'off', version: null }),
      check: () => answer({ state: 'off', version: null }),
      install: () => answer({ state: 'off', version: null }),
      ...overrides.updates,
    },
    clipboard: {
      copyTemporaryPassword: ({ reissueId }) =>
        answer({ reissueId, clearsAt: new Date(Date.now() + 60_000).toISOString() }),
      ...overrides.clipboard,
    },
    listen: (name, listener) => {
      listeners[name].add(listener)
      return () => listeners[name].delete(listener)
    },
  }

  const emit: FakeDesk['emit'] = (name, event) => {
    for (const listener of listeners[name]) listener(event)
  }
  return { desk, emit }
}
