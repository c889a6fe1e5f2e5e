import { readFileSync } from 'node:fs'
import { Client } from 'ldapts'
import { describe, expect, it } from 'vitest'
import {
  createPassword,
  expectKind,
  inSeconds,
  inTwoDays,
  locate,
  prepareReissued,
} from '../contract/contract-steps.ts'
import { writerDn } from '../servers/open-ldap-files.ts'
import { baseOf } from '../servers/person-entries.ts'
import type { ServerWorld } from '../worlds/directory-world.ts'
import { describeSessions } from './sessions.ts'

/** What OpenLDAP does in its own way (the numbers of docs/directories.md). */
export function describeOpenLdapPoints(getWorld: () => ServerWorld): void {
  describe('OpenLDAP’s own ways', () => {
    it('1: forces a change with `=mw`, and the service account reads no hash', async () => {
      const world = getWorld()
      const { made } = await prepareReissued(world)
      expect(await world.readAttribute(made, 'pwdReset')).toBe('TRUE')
      const { host, port, caFile, service, suffix } = world.directory
      const client = new Client({ url: `ldaps://${host}:${port}`, tlsOptions: { ca: readFileSync(caFile) } })
      await client.bind(service.bindDn, service.password)
      const { searchEntries } = await client.search(baseOf('M-A', suffix), {
        filter: '(uid=*)',
        attributes: ['userPassword'],
      })
      await client.unbind()
      expect(searchEntries.length).toBeGreaterThan(0)
      for (const entry of searchEntries) expect(entry['userPassword']).toEqual([])
    })

    it('1: with mere write access tells the truth: forced after all, or not enforceable', async () => {
      const world = getWorld()
      const made = await world.addAccount()
      const { port } = world.openOwn({ bindDn: writerDn })
      const temporary = createPassword()
      const reset = port.resetToTemporary(await locate(port, made), temporary, inTwoDays())
      const told = await reset.then(
        () => 'must_change' as const,
        async (error: unknown) => {
          const { isWritten } = await expectKind(Promise.reject(error), 'not_enforceable', 'denied')
          return isWritten ? ('works' as const) : ('refused' as const)
        },
      )
      expect(await world.signIn(made, temporary)).toBe(told)
    })

    it('2: ends by pwdEndTime exactly, which a user’s change leaves behind until it is settled', async () => {
      const world = getWorld()
      const validUntil = inTwoDays()
      const { made, port, account, temporary } = await prepareReissued(world, validUntil)
      const written = validUntil.toISOString().replaceAll(/[-:T]|\.\d+/g, '')
      expect(await world.readAttribute(made, 'pwdEndTime')).toBe(written)
      const chosen = createPassword()
      await world.changeOwnPassword(made, temporary, chosen)
      expect(await world.readAttribute(made, 'pwdEndTime')).toBe(written)
      expect(await port.settle(account.accountId)).toBe('cleared')
      expect(await world.readAttribute(made, 'pwdEndTime')).toBeUndefined()
    })

    it('3: never lifts an administrator’s lock, even one that comes during the reset', async () => {
      const world = getWorld()
      for (let round = 0; round < 15; round += 1) {
        const made = await world.addAccount()
        const port = world.open()
        const account = await locate(port, made)
        const reset = port.resetToTemporary(account, createPassword(), inTwoDays()).catch((error: unknown) =>
          // The confirming login may meet the lock already: written, but not to be confirmed.
          expectKind(Promise.reject(error), 'locked_by_administrator', 'unknown_outcome', 'not_enforceable'),
        )
        await new Promise((resolve) => setTimeout(resolve, round % 5))
        await Promise.all([world.closeByAdministrator(made), reset])
        expect(await world.readAttribute(made, 'pwdAccountLockedTime')).toBe('000001010000Z')
        expect((await port.get(account.accountId))?.state).toBe('locked')
      }
    })

    it('3: a lock of failed logins is none of an administrator', async () => {
      const world = getWorld()
      const made = await world.addAccount()
      await world.lockByFailedLogins(made)
      expect(await world.readAttribute(made, 'pwdAccountLockedTime')).not.toBe('000001010000Z')
      expect((await locate(world.open(), made)).state).toBe('active')
    })

    it('keeps no password in the clear', async () => {
      const world = getWorld()
      const { made, temporary } = await prepareReissued(world, inSeconds(world, 60_000))
      const kept = await world.readAttribute(made, 'userPassword')
      expect(kept).toMatch(/^\{/)
      expect(kept).not.toContain(temporary)
    })

    describeSessions(getWorld, { mayChooseWithoutPresent: false })
  })
}
