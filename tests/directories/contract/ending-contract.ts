import { describe, expect, it } from 'vitest'
import type { DirectoryWorld } from '../worlds/directory-world.ts'
import { createPassword, inSeconds, inTwoDays, prepare, prepareReissued } from './contract-steps.ts'

/** `describeAll`: one after the other where the clock is set forward for everybody at once. */
export function describeEnding(
  getWorld: () => DirectoryWorld,
  describeAll: typeof describe.concurrent = describe.concurrent,
): void {
  describeAll('the end of a temporary password', () => {
    it('comes at the time that was said, by the server or by the sweeper', async () => {
      const world = getWorld()
      const validUntil = inSeconds(world, 2000)
      const { made, port, account, temporary, receipt } = await prepareReissued(world, validUntil)
      expect(await port.verify(account.accountId, temporary)).toBe('temporary')
      await world.waitUntil(new Date(validUntil.getTime() + 1100))
      const isSwept = receipt.expiry === 'swept'
      expect(isSwept ? await port.expire(account.accountId, receipt.version) : 'expired').toBe('expired')
      expect(await world.signIn(made, temporary)).toBe('refused')
      expect(await port.verify(account.accountId, temporary)).toBe(receipt.expiry === 'native' ? 'expired' : 'wrong')
      // Whoever comes after it gets a new one.
      const next = createPassword()
      await port.resetToTemporary(account, next, inTwoDays())
      expect(await world.signIn(made, next)).toBe('must_change')
    })

    it('can be brought about, and stays so', async () => {
      const world = getWorld()
      const { made, port, account, temporary, receipt } = await prepareReissued(world)
      expect(await port.expire(account.accountId, receipt.version)).toBe('expired')
      await world.waitUntil(inSeconds(world, 100))
      expect(await world.signIn(made, temporary)).toBe('refused')
      expect(['expired', 'already_changed']).toContain(await port.expire(account.accountId, receipt.version))
      expect(await world.signIn(made, temporary)).toBe('refused')
    })

    it('never touches a password that the user has chosen', async () => {
      const world = getWorld()
      const { made, port, account, temporary, receipt } = await prepareReissued(world)
      const chosen = createPassword()
      await world.changeOwnPassword(made, temporary, chosen)
      expect(await port.expire(account.accountId, receipt.version)).toBe('already_changed')
      expect(await world.signIn(made, chosen)).toBe('works')
    })

    it('never touches the password of a later reissue', async () => {
      const world = getWorld()
      const { made, port, account, receipt } = await prepareReissued(world)
      await world.waitUntil(inSeconds(world, 100))
      const next = createPassword()
      await port.resetToTemporary(account, next, new Date(inTwoDays().getTime() + 5000))
      expect(await port.expire(account.accountId, receipt.version)).toBe('already_changed')
      expect(await world.signIn(made, next)).toBe('must_change')
    })

    it('is not brought about on an account that was never reissued', async () => {
      const world = getWorld()
      const { made, port, account } = await prepare(world)
      expect(await port.expire(account.accountId, account.version)).toBe('already_changed')
      expect(await port.expire(account.accountId, 'nonsense')).toBe('already_changed')
      expect(await world.signIn(made, made.password)).toBe('works')
    })

    it('is cleared when the user has chosen a password, by the change or by settling', async () => {
      const world = getWorld()
      const validUntil = inSeconds(world, 2000)
      const { made, port, account, temporary } = await prepareReissued(world, validUntil)
      expect(await port.settle(account.accountId)).toBe('still_temporary')
      const chosen = createPassword()
      await world.changeOwnPassword(made, temporary, chosen)
      expect(await port.settle(account.accountId)).toBe(port.capabilities.clearsExpiryOnChange ? 'nothing' : 'cleared')
      expect(await port.settle(account.accountId)).toBe('nothing')
      await world.waitUntil(new Date(validUntil.getTime() + 1100))
      expect(await world.signIn(made, chosen)).toBe('works')
      expect(await port.verify(account.accountId, chosen)).toBe('chosen')
    })

    it('does not outlive a change through the port', async () => {
      const world = getWorld()
      const validUntil = inSeconds(world, 2000)
      const { made, port, account, temporary, receipt } = await prepareReissued(world, validUntil)
      const chosen = createPassword()
      await port.changePassword(account.accountId, temporary, chosen)
      await world.waitUntil(new Date(validUntil.getTime() + 1100))
      expect(await port.expire(account.accountId, receipt.version)).toBe('already_changed')
      expect(await world.signIn(made, chosen)).toBe('works')
    })
  })
}
