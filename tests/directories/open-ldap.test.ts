import { describeContract } from './contract/describe-contract.ts'
import { describeFaults } from './faults/describe-faults.ts'
import { describeServer } from './describe-server.ts'
import { describeOpenLdapPoints } from './points/open-ldap-points.ts'
import { openOpenLdapWorld } from './worlds/open-ldap-world.ts'

describeServer('OpenLDAP', 'openLdap', openOpenLdapWorld, (getWorld) => {
  describeContract(getWorld)
  describeOpenLdapPoints(getWorld)
  describeFaults(getWorld)
})
