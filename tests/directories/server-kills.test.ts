import { isNightly } from '../support/fault-rounds.ts'
import { describeServer } from './describe-server.ts'
import { describeEveryKill } from './kills/describe-every-kill.ts'
import { describeKills } from './kills/describe-kills.ts'
import { startDs389 } from './servers/ds389-server.ts'
import { startOpenLdap } from './servers/open-ldap-server.ts'
import { startSamba } from './servers/samba-server.ts'
import { openActiveDirectoryWorld } from './worlds/active-directory-world.ts'
import { openDs389World } from './worlds/ds389-world.ts'
import { openOpenLdapWorld } from './worlds/open-ldap-world.ts'
import { startOwnServer } from './worlds/own-server.ts'

describeServer('the service on OpenLDAP', 'openLdap', openOpenLdapWorld, () => {
  const openServer = () => startOwnServer(startOpenLdap, openOpenLdapWorld)
  if (isNightly) describeEveryKill(openServer)
  else describeKills(openServer)
})

if (isNightly) {
  describeServer('the service on 389 DS', 'ds389', openDs389World, () =>
    describeEveryKill(() => startOwnServer(startDs389, openDs389World)),
  )
  describeServer('the service on Samba AD', 'activeDirectory', openActiveDirectoryWorld, () =>
    describeEveryKill(() => startOwnServer(startSamba, openActiveDirectoryWorld)),
  )
}
