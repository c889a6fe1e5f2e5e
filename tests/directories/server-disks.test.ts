import { isNightly } from '../support/fault-rounds.ts'
import { describeServer } from './describe-server.ts'
import { itOutlivesFullDisks, itStopsBeforeTheDiskIsFull } from './faults/deadly-disk.ts'
import { itRefusesOnFullDisk } from './faults/full-disk.ts'
import { startDs389 } from './servers/ds389-server.ts'
import { openDs389World } from './worlds/ds389-world.ts'
import { openOpenLdapWorld } from './worlds/open-ldap-world.ts'

describeServer('OpenLDAP', 'openLdap', openOpenLdapWorld, itRefusesOnFullDisk)

if (isNightly) {
  describeServer('389 DS', 'ds389', openDs389World, () => {
    const options = { start: startDs389, openWorld: openDs389World, part: 'db', megabytes: 24 }
    itOutlivesFullDisks(options)
    itStopsBeforeTheDiskIsFull(options)
  })
}
