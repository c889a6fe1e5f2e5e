import { describe } from 'vitest'
import { createMemoryDirectory } from '../../support/memory-directory.ts'
import { describeEnding } from '../../directories/contract/ending-contract.ts'
import { describePasswords } from '../../directories/contract/password-contract.ts'
import { describeReset } from '../../directories/contract/reset-contract.ts'
import { createMovableClock, openOwnWorld } from '../../directories/worlds/own-world.ts'

/** It stands in for servers in the integration tests; those do not search in it. */
describe('the directory in memory', () => {
  const clock = createMovableClock()
  const memory = createMemoryDirectory(clock.now)
  const world = openOwnWorld({
    name: 'in memory',
    closedState: 'disabled',
    clock,
    open: () => memory.port,
    put: async ({ userId, loginId, role, password }) =>
      memory.put({ accountId: userId, userId, loginId, role }, password),
    async update(userId, { loginId, isClosed }) {
      const account = memory.read(userId)
      if (!account) return
      memory.put({
        ...account,
        ...(loginId === undefined ? {} : { loginId }),
        ...(isClosed ? { state: 'disabled' } : {}),
      })
    },
    remove: async (userId) => memory.remove(userId),
    close: async () => {},
  })
  describeReset(() => world)
  describePasswords(() => world)
  describeEnding(() => world, describe)
})
