import { expect, it } from 'vitest'
import { createPassword, inTwoDays, locate } from '../contract/contract-steps.ts'
import type { ServerWorld } from '../worlds/directory-world.ts'

/** Point 8: what the capabilities say of sessions is what the server does. */
export function describeSessions(
  getWorld: () => ServerWorld,
  { mayChooseWithoutPresent }: { readonly mayChooseWithoutPresent: boolean },
): void {
  it('8: says that sessions go on, and so they do', async () => {
    const world = getWorld()
    const made = await world.addAccount()
    const port = world.open()
    const session = await world.openSession(made)
    await port.resetToTemporary(await locate(port, made), createPassword(), inTwoDays())
    expect(await session.isAnswered()).toBe(true)
    expect(port.capabilities.endsSessions).toBe(false)
    await session.close()
  })

  it(`8: a session from before ${mayChooseWithoutPresent ? 'can' : 'cannot'} undo the reissue`, async () => {
    const world = getWorld()
    const made = await world.addAccount()
    const port = world.open()
    const session = await world.openSession(made)
    const temporary = createPassword()
    const account = await locate(port, made)
    const { version } = await port.resetToTemporary(account, temporary, inTwoDays())
    expect(await session.setPassword(createPassword())).toBe(mayChooseWithoutPresent)
    // What the mirror tells it by.
    const seen = await port.get(account.accountId)
    expect(seen?.passwordState).toBe(mayChooseWithoutPresent ? 'active' : 'temporary')
    expect(seen?.version === version).toBe(!mayChooseWithoutPresent)
    expect(await port.settle(account.accountId)).toBe(mayChooseWithoutPresent ? 'nothing' : 'still_temporary')
    expect(await world.signIn(made, temporary)).toBe(mayChooseWithoutPresent ? 'refused' : 'must_change')
    await session.close()
  })
}
