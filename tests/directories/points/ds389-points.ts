import { describe, expect, it } from 'vitest'
import { createPassword, inTwoDays, prepareReissued } from '../contract/contract-steps.ts'
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

    describeSessions(getWorld, { mayChooseWithoutPresent: true })
  })
}
