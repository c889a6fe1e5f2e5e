import { encodePasswordModify, passwordModifyOid } from '../../../src-server/directory/ldap-ber.ts'
import { baseOf } from '../servers/person-entries.ts'
import type { RunningDirectory } from '../servers/running-directory.ts'
import type { ServerWorld } from './directory-world.ts'
import { replace } from './ldap-administration.ts'
import { openServerWorld, type ServerCustoms } from './server-world.ts'

/** What OpenLDAP and 389 DS have in common. */
export const inetOrgPersonCustoms: Pick<ServerCustoms, 'toDn' | 'add' | 'rename' | 'signIn' | 'change' | 'setAs'> = {
  toDn: ({ loginId, member }, suffix) => `uid=${loginId},${baseOf(member, suffix)}`,
  add: (admin, dn, { loginId, password }, { userId, userName, title }) =>
    admin.add(dn, {
      objectClass: 'inetOrgPerson',
      uid: loginId,
      employeeNumber: userId,
      cn: userName,
      sn: userName,
      displayName: userName,
      title,
      userPassword: password,
    }),
  rename: (admin, dn, loginId) => admin.rename(dn, dn.replace(/^uid=[^,]+/, `uid=${loginId}`)),
  async signIn(admin, dn, password) {
    const { error, mustChange } = await admin.tryLogin(dn, password)
    return error === undefined ? (mustChange ? 'must_change' : 'works') : 'refused'
  },
  change: (admin, dn, present, next) => admin.changeAs(dn, present, next),
  setAs: async (client, dn, password) => {
    await client.exop(passwordModifyOid, encodePasswordModify({ dn, newPassword: password }))
  },
}

export const openOpenLdapWorld = (directory: RunningDirectory): Promise<ServerWorld> =>
  openServerWorld(directory, {
    ...inetOrgPersonCustoms,
    name: 'OpenLDAP',
    closedState: 'locked',
    hidesClosed: false,
    // Whoever may manage passwords is not subject to the policy on them.
    judgesResets: false,
    close: (admin, dn) => admin.modify(dn, [replace('pwdAccountLockedTime', '000001010000Z')]),
  })
