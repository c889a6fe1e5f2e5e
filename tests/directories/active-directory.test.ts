import { describeContract } from './contract/describe-contract.ts'
import { describeFaults } from './faults/describe-faults.ts'
import { describeServer } from './describe-server.ts'
import { describeActiveDirectoryPoints } from './points/active-directory-points.ts'
import { openActiveDirectoryWorld } from './worlds/active-directory-world.ts'

describeServer('Samba AD', 'activeDirectory', openActiveDirectoryWorld, (getWorld) => {
  describeContract(getWorld)
  describeActiveDirectoryPoints(getWorld)
  describeFaults(getWorld)
})
