import type { ServerWorld } from '../worlds/directory-world.ts'
import { describeLostAnswers } from './lost-answers.ts'
import { describeOutages } from './outages.ts'
import { describeMisconfiguration } from './misconfiguration.ts'

/** Whatever happens to a server or the way there: the outcome that is told is true. */
export function describeFaults(getWorld: () => ServerWorld): void {
  describeLostAnswers(getWorld)
  describeOutages(getWorld)
  describeMisconfiguration(getWorld)
}
