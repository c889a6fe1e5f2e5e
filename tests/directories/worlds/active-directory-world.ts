import { baseOf } from '../servers/person-entries.ts'
import type { RunningDirectory } from '../servers/running-directory.ts'
import type { ServerWorld } from './directory-world.ts'
import { addValue, removeValue, replace } from './ldap-administration.ts'
import { openServerWorld } from './server-world.ts'

/** How Active Directory wants a password: UTF-16, in quotes. */
export const toUnicodePassword = (password: string): Buffer => Buffer.from(`"${password}"`, 'utf16le')

const flags = { normal: 0x200, disabled: 0x2, neverExpires: 0x10000 }

export const openActiveDirectoryWorld = (directory: RunningDirectory): Promise<ServerWorld> =>
  openServerWorld(directory, {
    name: 'Samba AD',
    closedState: 'disabled',
    hidesClosed: true,
    judgesResets: true,
    // The name of the entry stays when the login changes.
    toDn: ({ password, member }, suffix) => `CN=${readKey(password)},${baseOf(member, suffix)}`,
    add: (admin, dn, { loginId, password }, { userId, userName, title, neverExpires }) =>
      admin.add(
        dn,
        {
          objectClass: 'user',
          sAMAccountName: loginId,
          employeeID: userId,
          displayName: userName,
          title,
          userAccountControl: `${flags.normal | (neverExpires ? flags.neverExpires : 0)}`,
        },
        { unicodePwd: toUnicodePassword(password) },
      ),
    rename: (admin, dn, loginId) => admin.modify(dn, [replace('sAMAccountName', loginId)]),
    close: (admin, dn) => admin.modify(dn, [replace('userAccountControl', `${flags.normal | flags.disabled}`)]),
    async signIn(admin, dn, password) {
      const { error } = await admin.tryLogin(dn, password)
      // “data 773”: the right password, which has to be changed first.
      return error === undefined ? 'works' : error.includes('data 773') ? 'must_change' : 'refused'
    },
    change: (admin, dn, present, next) =>
      admin.modify(dn, [
        removeValue('unicodePwd', toUnicodePassword(present)),
        addValue('unicodePwd', toUnicodePassword(next)),
      ]),
    setAs: (client, dn, password) => client.modify(dn, [replace('unicodePwd', toUnicodePassword(password))]),
  })

const readKey = (password: string): string => `account ${/-([g-v]+)-/.exec(password)?.[1] ?? password}`
