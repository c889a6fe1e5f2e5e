import type { DirectoryWorld } from '../worlds/directory-world.ts'
import { describeChanges } from './changes-contract.ts'
import { describeEnding } from './ending-contract.ts'
import { describeFinding } from './finding-contract.ts'
import { describePasswords } from './password-contract.ts'
import { describeReset } from './reset-contract.ts'

/** What every adapter of the port holds, whatever server is behind it. */
export function describeContract(
  getWorld: () => DirectoryWorld,
  describeEndings?: Parameters<typeof describeEnding>[1],
): void {
  describeFinding(getWorld)
  describeChanges(getWorld)
  describeReset(getWorld)
  describePasswords(getWorld)
  describeEnding(getWorld, describeEndings)
}
