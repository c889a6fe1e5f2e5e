import type { RunningDirectory } from '../servers/running-directory.ts'
import type { ServerWorld } from './directory-world.ts'
import { replace } from './ldap-administration.ts'
import { inetOrgPersonCustoms } from './open-ldap-world.ts'
import { createFirstPassword, openServerWorld } from './server-world.ts'

export const openDs389World = (directory: RunningDirectory): Promise<ServerWorld> =>
  openServerWorld(directory, {
    ...inetOrgPersonCustoms,
    name: '389 DS',
    closedState: 'disabled',
    hidesClosed: false,
    // With passwordMustChange every password is temporary until its user has changed it.
    async add(admin, dn, account, options) {
      const given = createFirstPassword()
      await inetOrgPersonCustoms.add(admin, dn, { ...account, password: given }, options)
      await admin.changeAs(dn, given, account.password)
    },
    judgesResets: true,
    close: (admin, dn) => admin.modify(dn, [replace('nsAccountLock', 'true')]),
  })
