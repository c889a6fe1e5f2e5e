import { randomInt } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { directoryWordsOf } from '../../../src-server/modules/policy/password-rules-policy.ts'
import { generateTemporaryPassword } from '../../../src-shared/domain/temporary-password.ts'
import type { DirectoryWorld } from '../worlds/directory-world.ts'
import { createPassword, expectKind, inTwoDays, passSecond, prepare, prepareReissued } from './contract-steps.ts'

export function describeReset(getWorld: () => DirectoryWorld): void {
  describe('reissuing', () => {
    it('sets a password that has to be changed, and ends the old one at once', async () => {
      const world = getWorld()
      const { made, port, account, temporary, receipt } = await prepareReissued(world)
      expect(await world.signIn(made, temporary)).toBe('must_change')
      expect(await world.signIn(made, made.password)).toBe('refused')
      expect(await port.verify(account.accountId, temporary)).toBe('temporary')
      expect(await port.verify(account.accountId, made.password)).toBe('wrong')
      expect(await port.get(account.accountId)).toMatchObject({ passwordState: 'temporary', state: 'active' })
      expect(receipt.expiry).toBe(port.capabilities.expiresByItself ? 'native' : 'swept')
    })

    it('gives the version that is read afterwards, and another one each time', async () => {
      const world = getWorld()
      const { port, account, receipt } = await prepareReissued(world)
      expect(receipt.version).not.toBe(account.version)
      const after = await port.get(account.accountId)
      expect(after?.version).toBe(receipt.version)
      await passSecond(world)
      const again = await port.resetToTemporary(after ?? account, createPassword(), inTwoDays())
      expect(again.version).not.toBe(receipt.version)
    })

    it('keeps a temporary password that is sent once more, whether the server calls that a repetition or not', async () => {
      const world = getWorld()
      const { made, port, account, temporary } = await prepareReissued(world)
      await port
        .resetToTemporary(account, temporary, inTwoDays())
        .catch((error: unknown) => expectKind(Promise.reject(error), 'password_refused'))
      expect(await world.signIn(made, temporary)).toBe('must_change')
    })

    it('replaces a temporary password by another', async () => {
      const world = getWorld()
      const { made, port, account, temporary } = await prepareReissued(world)
      const next = createPassword()
      await port.resetToTemporary(account, next, inTwoDays())
      expect(await world.signIn(made, temporary)).toBe('refused')
      expect(await world.signIn(made, next)).toBe('must_change')
    })

    it('lifts the lock of failed logins', async ({ skip }) => {
      const world = getWorld()
      if (!world.locksByFailedLogins) skip('failed logins delay here, and never lock')
      const { made, port, account } = await prepare(world)
      await world.lockByFailedLogins(made)
      expect(await world.signIn(made, made.password)).toBe('refused')
      expect(await port.verify(account.accountId, made.password)).toBe('locked')
      const locked = await port.get(account.accountId)
      expect(locked?.state).toBe('active')
      const temporary = createPassword()
      await port.resetToTemporary(locked ?? account, temporary, inTwoDays())
      expect(await world.signIn(made, temporary)).toBe('must_change')
    })

    it('refuses an account that an administrator has closed, and leaves it closed', async () => {
      const world = getWorld()
      const { made, port, account } = await prepare(world)
      await world.closeByAdministrator(made)
      const closed = await port.get(account.accountId)
      expect(closed?.state).toBe(world.closedState)
      // With what was read before the administrator came, too.
      for (const known of [account, closed ?? account]) {
        const temporary = createPassword()
        const error = await expectKind(port.resetToTemporary(known, temporary, inTwoDays()), 'locked_by_administrator')
        expect(error.detail).not.toContain(temporary)
        expect(await world.signIn(made, temporary)).toBe('refused')
      }
      expect((await port.get(account.accountId))?.state).toBe(world.closedState)
      expect(await world.signIn(made, made.password)).toBe('refused')
    })

    it('says that the password is not good enough where the server judges it; nothing has changed then', async () => {
      const world = getWorld()
      const { made, port, account } = await prepare(world)
      const outcome = await port.resetToTemporary(account, 'short', inTwoDays()).then(
        () => 'taken',
        async (error: unknown) => (await expectKind(Promise.reject(error), 'password_refused')).kind,
      )
      const { judgesResets } = world
      expect(outcome).toBe(judgesResets ? 'password_refused' : 'taken')
      expect(await world.signIn(made, judgesResets ? made.password : 'short')).toBe(
        judgesResets ? 'works' : 'must_change',
      )
    })

    it('takes every password that the product suggests for its user', async () => {
      const { port, account } = await prepare(getWorld())
      const words = directoryWordsOf({ ...account, memberName: '' })
      for (let round = 0; round < 20; round += 1)
        await port.resetToTemporary(
          account,
          generateTemporaryPassword(12, (limit) => randomInt(limit), words),
          inTwoDays(),
        )
      expect((await port.get(account.accountId))?.passwordState).toBe('temporary')
    })

    it('has nobody to reissue to when the account is gone', async () => {
      expect.hasAssertions()
      const world = getWorld()
      const { made, port, account } = await prepare(world)
      await world.removeAccount(made)
      await expectKind(port.resetToTemporary(account, createPassword(), inTwoDays()), 'not_found')
      await expectKind(port.verify(account.accountId, made.password), 'not_found')
      await expectKind(port.unlock(account.accountId), 'not_found')
    })

    it('takes twelve one after the other: all end well, the last one works', async () => {
      const world = getWorld()
      const { made, port, account } = await prepare(world)
      const passwords = Array.from({ length: 12 }, createPassword)
      for (const password of passwords) await port.resetToTemporary(account, password, inTwoDays())
      const last = passwords.at(-1) ?? ''
      expect(await world.signIn(made, last)).toBe('must_change')
    })

    it('ends resets that race without anybody ordering them as the port allows; one of them works', async () => {
      const world = getWorld()
      const { made, port, account } = await prepare(world)
      const passwords = Array.from({ length: 12 }, createPassword)
      const outcomes = await Promise.allSettled(
        passwords.map((password) => port.resetToTemporary(account, password, inTwoDays())),
      )
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') await expectKind(Promise.reject(outcome.reason), 'conflict')
      }
      const signIns: string[] = []
      for (const password of passwords) {
        const verdict = await world.signIn(made, password)
        if (verdict !== 'refused') signIns.push(verdict)
        // Wrong ones lock the account: start again from nothing.
        await port.unlock(account.accountId)
      }
      expect(signIns).toEqual(['must_change'])
    })
  })
}
