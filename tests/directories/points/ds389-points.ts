import { describe, expect, it } from 'vitest'
import { createPassword, inTwoDays, passSecond, prepare, prepareReissued } from '../contract/contract-steps.ts'
import type { ServerWorld } from '../worlds/directory-world.ts'
import { describeSessions } from './sessions.ts'

/** What 389 DS does in its own way (the numbers of docs/directories.md). */
export function describeDs389Points(getWorld: () => ServerWorld): void {
  describe('389 DS’s own ways', () => {
    it('4: the server asks for a change, and ends the password exactly when it was said', async () => {
      const world = getWorld()
      const validUntil = inTwoDays()
      const { made, temporary } = await prepareReissued(world, validUntil)
      expect(await world.readAttribute(made, 'pwdReset')).toBe('TRUE')
      const written = validUntil.toISOString().replaceAll(/[-:T]|\.\d+/g, '')
      expect(await world.readAttribute(made, 'pwdTPRExpireAt')).toBe(written)
      await world.changeOwnPassword(made, temporary, createPassword())
      expect(await world.readAttribute(made, 'pwdReset')).not.toBe('TRUE')
      expect(await world.readAttribute(made, 'pwdTPRExpireAt')).toBeUndefined()
    })

    it('the version is that of the password: it stays when somebody changes anything else of the entry', async () => {
      const world = getWorld()
      const { made, port, account } = await prepare(world)
      await passSecond(world)
      await world.writeAttribute(made, 'telephoneNumber', '03-1234-5678')
      expect(await port.get(account.accountId)).toMatchObject({ phone: '03-1234-5678', version: account.version })
      await port.unlock(account.accountId)
      expect(await port.get(account.accountId)).toMatchObject({ version: account.version })
      const receipt = await port.resetToTemporary(account, createPassword(), inTwoDays())
      expect(receipt.version).not.toBe(account.version)
      expect((await port.get(account.accountId))?.version).toBe(receipt.version)
    })

    describeSessions(getWorld, { mayChooseWithoutPresent: true })
  })
}
