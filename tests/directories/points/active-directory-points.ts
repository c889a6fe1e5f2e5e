import { describe, expect, it } from 'vitest'
import { createPassword, expectKind, inTwoDays, locate, prepareReissued } from '../contract/contract-steps.ts'
import type { ServerWorld } from '../worlds/directory-world.ts'
import { describeSessions } from './sessions.ts'

/** What Active Directory does in its own way (the numbers of docs/directories.md). */
export function describeActiveDirectoryPoints(getWorld: () => ServerWorld): void {
  describe('Active Directory’s own ways', () => {
    it('5: nothing ends a temporary password but the sweeper, who leaves the end of the account alone', async () => {
      const world = getWorld()
      const made = await world.addAccount()
      const port = world.open()
      const account = await locate(port, made)
      // 2040, by the personnel department.
      await world.writeAttribute(made, 'accountExpires', '138225888000000000')
      const temporary = createPassword()
      const receipt = await port.resetToTemporary(account, temporary, new Date(Date.now() + 1000))
      expect(receipt.expiry).toBe('swept')
      expect(port.capabilities.expiresByItself).toBe(false)
      expect(await world.signIn(made, temporary)).toBe('must_change')
      expect(await port.expire(account.accountId, receipt.version)).toBe('expired')
      expect(await world.signIn(made, temporary)).toBe('refused')
      expect(await world.readAttribute(made, 'accountExpires')).toBe('138225888000000000')
      expect(await world.readAttribute(made, 'pwdLastSet')).toBe('0')
    })

    it('5: a sweeper that races with the user’s change never wins over it', async () => {
      const world = getWorld()
      for (let round = 0; round < 8; round += 1) {
        const { made, port, account, temporary, receipt } = await prepareReissued(world)
        const chosen = createPassword()
        const [change, sweep] = await Promise.allSettled([
          world.changeOwnPassword(made, temporary, chosen),
          port.expire(account.accountId, receipt.version),
        ])
        if (sweep.status === 'rejected') throw sweep.reason
        expect(sweep.value).toBe(change.status === 'fulfilled' ? 'already_changed' : 'expired')
        expect(await world.signIn(made, chosen)).toBe(change.status === 'fulfilled' ? 'works' : 'refused')
      }
    })

    it('6: refuses accounts whose password never expires, since nobody would be made to change it', async () => {
      const world = getWorld()
      const made = await world.addAccount({ neverExpires: true })
      const port = world.open()
      const account = await locate(port, made)
      const temporary = createPassword()
      const error = await expectKind(port.resetToTemporary(account, temporary, inTwoDays()), 'not_enforceable')
      expect(error.isWritten).toBe(false)
      expect(await world.signIn(made, made.password)).toBe('works')
      expect(await world.signIn(made, temporary)).toBe('refused')
    })

    it('6: refuses accounts that log in by smart card', async () => {
      expect.hasAssertions()
      const world = getWorld()
      const made = await world.addAccount()
      const account = await locate(world.open(), made)
      await world.writeAttribute(made, 'userAccountControl', `${0x200 | 0x40000}`)
      await expectKind(world.open().resetToTemporary(account, createPassword(), inTwoDays()), 'not_enforceable')
    })

    it('7: ends the previous password at once, and says how long the temporary one may live on after the change', async () => {
      const world = getWorld()
      const { made, port, temporary } = await prepareReissued(world)
      expect(await world.signIn(made, made.password)).toBe('refused')
      const chosen = createPassword()
      await world.changeOwnPassword(made, temporary, chosen)
      const livesOn = (await world.signIn(made, temporary)) === 'works'
      const minutes = port.capabilities.previousPasswordMinutes
      expect(livesOn ? minutes : Infinity).toBeGreaterThanOrEqual(60)
      expect(await world.signIn(made, chosen)).toBe('works')
    })

    it('tells the end of an account from the end of a password', async () => {
      const world = getWorld()
      const made = await world.addAccount()
      const port = world.open()
      const { accountId } = await locate(port, made)
      await world.writeAttribute(made, 'accountExpires', '125911584000000000')
      expect(await port.verify(accountId, made.password)).toBe('disabled')
    })

    describeSessions(getWorld, { mayChooseWithoutPresent: false })
  })
}
