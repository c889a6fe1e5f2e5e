import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { directoryConfigSchema } from '../../../src-server/directory/directory-config-schema.ts'
import type { DirectoryPort } from '../../../src-server/directory/directory-port.ts'
import { openDirectory } from '../../../src-server/directory/open-directory.ts'
import { administratorTitle } from '../servers/golden-people.ts'
import type { RunningDirectory } from '../servers/running-directory.ts'
import type { ConnectionChange, DirectoryWorld, ServerWorld, TestAccount } from './directory-world.ts'
import { createSettings } from './directory-settings.ts'
import { administer, replace, type LdapAdministration } from './ldap-administration.ts'

/** What is told apart about the servers when accounts are made and closed. */
export interface ServerCustoms extends Pick<DirectoryWorld, 'name' | 'closedState' | 'hidesClosed' | 'judgesResets'> {
  toDn(account: TestAccount, suffix: string): string
  add(admin: LdapAdministration, dn: string, account: TestAccount, options: NewAccount): Promise<void>
  close(admin: LdapAdministration, dn: string): Promise<void>
  /** The account’s DN after it has another login. */
  rename(admin: LdapAdministration, dn: string, loginId: string): Promise<void>
  signIn(admin: LdapAdministration, dn: string, password: string): ReturnType<DirectoryWorld['signIn']>
  change(admin: LdapAdministration, dn: string, present: string, next: string): Promise<void>
  /** Through a session of the user, without the present password. */
  setAs: (client: Awaited<ReturnType<LdapAdministration['openAs']>>, dn: string, password: string) => Promise<void>
}

export interface NewAccount {
  readonly userId: string
  readonly userName: string
  readonly title: string | undefined
  readonly neverExpires: boolean
}

export async function openServerWorld(directory: RunningDirectory, customs: ServerCustoms): Promise<ServerWorld> {
  const admin = await administer(directory)
  const { suffix } = directory
  const opened: ReturnType<typeof openDirectory>[] = []
  const openOwn = (change: ConnectionChange = {}): ReturnType<ServerWorld['openOwn']> => {
    const all = openDirectory(directoryConfigSchema.parse(createSettings(directory, change)))
    opened.push(all)
    const ofMember = (memberId: string): DirectoryPort => {
      const port = all.ofMember(memberId)
      if (!port) throw new Error(`no member ${memberId}`)
      return port
    }
    return { port: ofMember('M-A'), ofMember }
  }
  const own = openOwn()
  const dnOf = (account: TestAccount): string => customs.toDn(account, suffix)
  let count = 0

  return {
    ...customs,
    folds: false,
    judgesChanges: true,
    locksByFailedLogins: true,
    directory,
    now: () => new Date(),
    waitUntil: (instant) => pause(Math.max(0, instant.getTime() - Date.now())),
    open: (memberId = 'M-A') => own.ofMember(memberId),
    openOwn,
    async addAccount({ member = 'M-A', role = 'staff', neverExpires = false } = {}) {
      count += 1
      const loginId = `${letters[directory.kind]}${toLetters(process.pid % 5 ** 6)}f${toLetters(count)}`
      const account = { loginId, member, password: createFirstPassword() }
      const title = role === 'administrator' ? administratorTitle : undefined
      const options = { userId: `A-${loginId}`, userName: `試験 ${loginId}`, title, neverExpires }
      await customs.add(admin, dnOf(account), account, options)
      return account
    },
    removeAccount: (account) => admin.remove(dnOf(account)),
    async renameAccount(account, loginId) {
      await customs.rename(admin, dnOf(account), loginId)
      return { ...account, loginId }
    },
    async moveAccount(account, member) {
      const moved = { ...account, member }
      await admin.rename(dnOf(account), dnOf(moved))
      return moved
    },
    async lockByFailedLogins(account) {
      for (let tries = 0; tries < 4; tries += 1) await admin.tryLogin(dnOf(account), 'certainly-Wrong-1')
    },
    closeByAdministrator: (account) => customs.close(admin, dnOf(account)),
    signIn: (account, password) => customs.signIn(admin, dnOf(account), password),
    changeOwnPassword: (account, present, next) => customs.change(admin, dnOf(account), present, next),
    readAttribute: (account, attribute) => admin.read(dnOf(account), attribute),
    writeAttribute: (account, attribute, value) =>
      admin.modify(dnOf(account), [replace(attribute, ...(value === undefined ? [] : [value]))]),
    async openSession(account) {
      const dn = dnOf(account)
      const client = await admin.openAs(dn, account.password)
      return {
        isAnswered: async () => {
          const found = await client.search(dn, { scope: 'base', attributes: ['cn'] }).catch(() => undefined)
          return client.isBound && found?.searchEntries.length === 1
        },
        setPassword: async (password) =>
          await customs.setAs(client, dn, password).then(
            () => true,
            () => false,
          ),
        close: () => client.unbind(),
      }
    },
    async close() {
      await Promise.all(opened.map((all) => all.close()))
      await admin.close()
    },
  }
}

/** Of `g` to `v` in the middle: servers refuse passwords that hold a piece of the login. */
export const createFirstPassword = (): string =>
  `First-${[...randomBytes(12)].map((byte) => 'ghijklmnopqrstuv'[byte % 16]).join('')}-Pw9`

/** One login belongs to one person, whatever the directory; `employeeID` takes 16 characters. */
const letters = { 'open-ldap': 'a', 'active-directory': 'b', ds389: 'c' } as const satisfies Record<
  RunningDirectory['kind'],
  string
>

const toLetters = (value: number): string => [...value.toString(5)].map((digit) => 'abcde'[Number(digit)]).join('')
