import type { DirectoryPort } from '../../../src-server/directory/directory-port.ts'
import type { DirectoryWorld, SignIn, TestAccount } from './directory-world.ts'
import { createFirstPassword } from './server-world.ts'

/** What a store of our own is asked for; identifiers of accounts there are user identifiers. */
export interface OwnStore {
  readonly name: string
  readonly closedState: DirectoryWorld['closedState']
  readonly clock: MovableClock
  open(memberId: string): DirectoryPort
  put(account: TestAccount & { readonly userId: string; readonly role: 'administrator' | 'staff' }): Promise<void>
  update(userId: string, change: { loginId?: string; member?: string; isClosed?: true }): Promise<void>
  remove(userId: string): Promise<void>
  close(): Promise<void>
}

/** The machine’s, until it is set forward. */
export interface MovableClock {
  readonly now: () => Date
  forwardTo(instant: Date): void
}

export function createMovableClock(): MovableClock {
  let aheadMs = 0
  return {
    now: () => new Date(Date.now() + aheadMs),
    forwardTo: (instant) => {
      aheadMs = Math.max(aheadMs, instant.getTime() - Date.now())
    },
  }
}

const signIns: Readonly<Record<string, SignIn>> = { temporary: 'must_change', chosen: 'works' }

/** A world in this process: what a server would say by itself is asked by the port. */
export function openOwnWorld(store: OwnStore): DirectoryWorld {
  let count = 0
  const userIds = new Map<string, string>()
  const idOf = ({ password }: TestAccount): string => userIds.get(password) ?? ''
  return {
    name: store.name,
    folds: true,
    closedState: store.closedState,
    hidesClosed: true,
    judgesResets: false,
    judgesChanges: false,
    locksByFailedLogins: false,
    now: store.clock.now,
    waitUntil: async (instant) => store.clock.forwardTo(instant),
    open: (memberId = 'M-A') => store.open(memberId),
    async addAccount({ member = 'M-A', role = 'staff' } = {}) {
      count += 1
      const account = { loginId: `acc${count}`, member, password: createFirstPassword() }
      userIds.set(account.password, `A-${count}`)
      await store.put({ ...account, userId: idOf(account), role })
      return account
    },
    removeAccount: (account) => store.remove(idOf(account)),
    async renameAccount(account, loginId) {
      await store.update(idOf(account), { loginId })
      return { ...account, loginId }
    },
    async moveAccount(account, member) {
      await store.update(idOf(account), { member })
      return { ...account, member }
    },
    lockByFailedLogins: async () => {},
    closeByAdministrator: (account) => store.update(idOf(account), { isClosed: true }),
    async signIn(account, password) {
      return signIns[await store.open(account.member).verify(idOf(account), password)] ?? 'refused'
    },
    changeOwnPassword: (account, present, next) =>
      store.open(account.member).changePassword(idOf(account), present, next),
    close: () => store.close(),
  }
}
