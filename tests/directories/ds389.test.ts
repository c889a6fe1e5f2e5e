import { describeContract } from './contract/describe-contract.ts'
import { describeFaults } from './faults/describe-faults.ts'
import { describeServer } from './describe-server.ts'
import { describeDs389Points } from './points/ds389-points.ts'
import { openDs389World } from './worlds/ds389-world.ts'

describeServer('389 DS', 'ds389', openDs389World, (getWorld) => {
  describeContract(getWorld)
  describeDs389Points(getWorld)
  describeFaults(getWorld)
})
