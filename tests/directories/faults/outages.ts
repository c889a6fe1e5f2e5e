import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createPassword, expectKind, inTwoDays, locate } from '../contract/contract-steps.ts'
import type { ServerWorld } from '../worlds/directory-world.ts'

const timeoutMs = 1_200

export function describeOutages(getWorld: () => ServerWorld): void {
  describe('a server that is away', () => {
    it('frozen: says so within the time limit, and works again when it goes on', async () => {
      const world = getWorld()
      const made = await world.addAccount()
      const { port } = world.openOwn({ timeoutMs })
      const account = await locate(port, made)
      const temporary = createPassword()
      await freeze(world.directory.pid)
      try {
        const startedAt = performance.now()
        const { accountId } = account
        await Promise.all([
          expectKind(port.get(accountId), 'unavailable'),
          expectKind(port.search(made.loginId, 5), 'unavailable'),
          expectKind(port.resetToTemporary(account, temporary, inTwoDays()), 'unavailable'),
          expectKind(port.verify(accountId, made.password), 'unavailable'),
          expectKind(port.unlock(accountId), 'unavailable'),
        ])
        // Writes to one account wait for each other.
        expect(performance.now() - startedAt).toBeLessThan(timeoutMs * 3 + 1500)
        const findings = await port.selfTest()
        expect(findings.some(({ outcome }) => outcome === 'failed')).toBe(true)
      } finally {
        process.kill(world.directory.pid, 'SIGCONT')
      }
      // What it was asked meanwhile is answered to nobody; no password came through with it.
      expect(await world.signIn(made, made.password)).toBe('works')
      expect((await port.get(account.accountId))?.version).toBe(account.version)
      await port.resetToTemporary(account, temporary, inTwoDays())
      expect(await world.signIn(made, temporary)).toBe('must_change')
    })

    it('not listening: says so at once, for everything', async () => {
      const world = getWorld()
      const { port } = world.openOwn({ url: 'ldaps://127.0.0.1:9', timeoutMs: 5000 })
      const made = await world.addAccount()
      const account = await locate(world.open(), made)
      const startedAt = performance.now()
      await expectKind(port.get(account.accountId), 'unavailable')
      await expectKind(port.search('高橋', 5), 'unavailable')
      await expectKind(port.resetToTemporary(account, createPassword(), inTwoDays()), 'unavailable')
      await expectKind(port.changePassword(account.accountId, 'a', 'b'), 'unavailable')
      await expectKind(port.expire(account.accountId, account.version), 'unavailable')
      await expectKind(port.settle(account.accountId), 'unavailable')
      await expectKind(port.readChanges(null)[Symbol.asyncIterator]().next(), 'unavailable')
      expect(performance.now() - startedAt).toBeLessThan(2000)
      const [finding] = await port.selfTest()
      expect(finding).toMatchObject({ outcome: 'failed' })
    })

    it('answers fifty first calls at once on one new set of connections (design 9)', async () => {
      const world = getWorld()
      const { port } = world.openOwn()
      const made = await world.addAccount()
      const known = await locate(world.open(), made)
      const answers = await Promise.all(Array.from({ length: 50 }, () => port.get(known.accountId)))
      expect(new Set(answers.map((answer) => answer?.loginId))).toEqual(new Set([made.loginId]))
    })
  })
}

/** Its threads stop one after the other. */
async function freeze(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP')
  const tasks = `/proc/${pid}/task`
  const isRunning = (): boolean =>
    readdirSync(tasks).some((task) => !/\) [tT] /.test(readFileSync(`${tasks}/${task}/stat`, 'utf8')))
  while (isRunning()) await new Promise((resolve) => setTimeout(resolve, 5))
}
