import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { ProvidedDirectories, RunningDirectory } from './servers/running-directory.ts'
import type { ServerWorld } from './worlds/directory-world.ts'

/** The tests on one server; one skipped test that gives the reason where it cannot be had, or a failing one if it must be. */
export function describeServer(
  name: string,
  which: keyof ProvidedDirectories,
  openWorld: (directory: RunningDirectory) => Promise<ServerWorld>,
  tests: (getWorld: () => ServerWorld) => void,
): void {
  const provided = inject('directories')[which]
  if (!provided.isRunning) {
    it(`${name} is here`, ({ skip }) => {
      if (provided.isAllowed) skip(provided.reason)
      expect.fail(`${name}: ${provided.reason}`)
    })
    return
  }
  describe(`${name} ${provided.directory.version}`, () => {
    let world: ServerWorld | undefined
    beforeAll(async () => {
      world = await openWorld(provided.directory)
    })
    afterAll(async () => {
      await world?.close()
    })
    tests(() => {
      if (!world) throw new Error('the server is not there yet')
      return world
    })
  })
}
