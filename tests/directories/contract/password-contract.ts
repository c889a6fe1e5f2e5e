import { describe, expect, it } from 'vitest'
import type { DirectoryWorld } from '../worlds/directory-world.ts'
import { createPassword, expectKind, prepare, prepareReissued } from './contract-steps.ts'

export function describePasswords(getWorld: () => DirectoryWorld): void {
  describe('passwords of users', () => {
    it('tells a chosen password from a wrong one', async () => {
      const { made, port, account } = await prepare(getWorld())
      expect(await port.verify(account.accountId, made.password)).toBe('chosen')
      expect(await port.verify(account.accountId, `${made.password}x`)).toBe('wrong')
      expect(await port.verify(account.accountId, '')).toBe('wrong')
      expect(await port.verify(account.accountId, made.password)).toBe('chosen')
    })

    it('tells a closed account, to strangers only where the server cannot be kept from it', async () => {
      const world = getWorld()
      const { made, port, account } = await prepare(world)
      await world.closeByAdministrator(made)
      expect(await port.verify(account.accountId, made.password)).toBe(world.closedState)
      const toStrangers = await port.verify(account.accountId, 'certainly-Wrong-1')
      expect(toStrangers).toBe(world.hidesClosed ? 'wrong' : world.closedState)
    })

    it('counts a wrong password as a failed login, and locks in the end', async ({ skip }) => {
      const world = getWorld()
      if (!world.locksByFailedLogins) skip('failed logins delay here, and never lock')
      const { made, port, account } = await prepare(world)
      const verdicts: string[] = []
      for (let tries = 0; tries < 4; tries += 1)
        verdicts.push(await port.verify(account.accountId, 'certainly-Wrong-1'))
      expect(verdicts[0]).toBe('wrong')
      expect(await port.verify(account.accountId, made.password)).toBe('locked')
      expect((await port.get(account.accountId))?.state).toBe('active')
    })

    it('changes a temporary password into one that the user chose: no duty to change any more', async () => {
      const world = getWorld()
      const { made, port, account, temporary } = await prepareReissued(world)
      const chosen = createPassword()
      await port.changePassword(account.accountId, temporary, chosen)
      expect(await world.signIn(made, chosen)).toBe('works')
      expect(await port.verify(account.accountId, chosen)).toBe('chosen')
      expect(await port.get(account.accountId)).toMatchObject({ passwordState: 'active' })
      const last = createPassword()
      await port.changePassword(account.accountId, chosen, last)
      expect(await world.signIn(made, last)).toBe('works')
    })

    it('changes nothing for somebody who does not know the present one', async () => {
      const world = getWorld()
      const { made, port, account, temporary } = await prepareReissued(world)
      for (const present of ['certainly-Wrong-1', '']) {
        await expectKind(port.changePassword(account.accountId, present, createPassword()), 'wrong_password')
      }
      expect(await world.signIn(made, temporary)).toBe('must_change')
    })

    it('refuses a chosen password that breaks the rules; the temporary one goes on', async ({ skip }) => {
      const world = getWorld()
      if (!world.judgesChanges) skip('the rules are those of the service above')
      const { made, port, account, temporary } = await prepareReissued(world)
      await expectKind(port.changePassword(account.accountId, temporary, 'short'), 'password_refused')
      expect(await world.signIn(made, temporary)).toBe('must_change')
    })

    it('lets nobody change the password of a closed account', async () => {
      const world = getWorld()
      const { made, port, account } = await prepare(world)
      await world.closeByAdministrator(made)
      const change = port.changePassword(account.accountId, made.password, createPassword())
      await expectKind(change, 'locked_by_administrator')
      expect((await port.get(account.accountId))?.state).toBe(world.closedState)
    })

    it('unlocks and nothing else: the password stays what it was', async ({ skip }) => {
      const world = getWorld()
      if (!world.locksByFailedLogins) skip('failed logins delay here, and never lock')
      const { made, port, account } = await prepare(world)
      await world.lockByFailedLogins(made)
      expect(await world.signIn(made, made.password)).toBe('refused')
      await port.unlock(account.accountId)
      expect(await world.signIn(made, made.password)).toBe('works')
      expect(await port.get(account.accountId)).toMatchObject({ passwordState: 'active', state: 'active' })
      await port.unlock(account.accountId)
      expect(await world.signIn(made, made.password)).toBe('works')
    })

    it('unlocks a temporary password, which stays temporary', async ({ skip }) => {
      const world = getWorld()
      if (!world.locksByFailedLogins) skip('failed logins delay here, and never lock')
      const { made, port, account, temporary } = await prepareReissued(world)
      await world.lockByFailedLogins(made)
      expect(await port.verify(account.accountId, temporary)).toBe('locked')
      await port.unlock(account.accountId)
      expect(await world.signIn(made, temporary)).toBe('must_change')
    })

    it('does not open what an administrator has closed', async () => {
      const world = getWorld()
      const { made, port, account } = await prepare(world)
      await world.closeByAdministrator(made)
      await port
        .unlock(account.accountId)
        .catch((error: unknown) => expectKind(Promise.reject(error), 'locked_by_administrator'))
      expect((await port.get(account.accountId))?.state).toBe(world.closedState)
      expect(await world.signIn(made, made.password)).toBe('refused')
    })
  })
}
