import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { TcpTrigger } from '../../support/tcp-fault-proxy.ts'
import { createPassword, expectKind, inTwoDays, locate, prepareReissued } from '../contract/contract-steps.ts'
import { toUnicodePassword } from '../worlds/active-directory-world.ts'
import type { ServerWorld } from '../worlds/directory-world.ts'
import { startBridge, type Bridge } from './bridge.ts'

/** Long enough for what must come before the fault on a busy machine. */
const timeoutMs = 1_500

export function describeLostAnswers(getWorld: () => ServerWorld): void {
  describe('a write without its answer', () => {
    let bridge: Bridge
    beforeAll(async () => {
      bridge = await startBridge(getWorld().directory)
    })
    afterEach(() => bridge.proxy.setFault({}))
    afterAll(async () => await bridge?.close())

    const inRequest = (password: string): Buffer =>
      getWorld().directory.kind === 'active-directory' ? toUnicodePassword(password) : Buffer.from(password)

    const openThrough = () => getWorld().openOwn({ url: bridge.url, caFile: bridge.caFile, timeoutMs }).port

    const cases: readonly (Pick<TcpTrigger, 'when' | 'does'> & { readonly isWritten: boolean })[] = [
      { when: 'after', does: 'swallow', isWritten: true },
      { when: 'after', does: 'reset', isWritten: true },
      { when: 'after', does: 'close', isWritten: true },
      { when: 'before', does: 'swallow', isWritten: false },
      { when: 'before', does: 'reset', isWritten: false },
    ]
    it.each(cases)(
      'is unknown when the network does “$does” $when the request; the same password once more settles it (R8)',
      async ({ when, does, isWritten }) => {
        const world = getWorld()
        const made = await world.addAccount()
        const port = openThrough()
        const account = await locate(port, made)
        const acted = bridge.proxy.triggered()
        const temporary = createPassword()
        bridge.proxy.setFault({ trigger: { direction: 'up', on: inRequest(temporary), when, does } })
        const startedAt = performance.now()
        await expectKind(port.resetToTemporary(account, temporary, inTwoDays()), 'unknown_outcome')
        expect(performance.now() - startedAt).toBeLessThan(timeoutMs * 4)
        expect(bridge.proxy.triggered()).toBe(acted + 1)
        // Without its answer nobody knows when the server is done: 389 DS says only afterwards that it must be changed.
        await expect.poll(() => world.signIn(made, temporary)).toBe(isWritten ? 'must_change' : 'refused')
        // Asking tells it, too: by the version.
        const now = await port.get(account.accountId)
        expect(now?.version === account.version).toBe(!isWritten)
        const receipt = await port.resetToTemporary(account, temporary, inTwoDays())
        expect(await world.signIn(made, temporary)).toBe('must_change')
        expect((await port.get(account.accountId))?.version).toBe(receipt.version)
      },
    )

    it('is unknown for the user’s own change as well, and one of the two passwords works', async () => {
      const world = getWorld()
      const { made, account, temporary } = await prepareReissued(world)
      const port = openThrough()
      const chosen = createPassword()
      bridge.proxy.setFault({ trigger: { direction: 'up', on: inRequest(chosen), when: 'after', does: 'swallow' } })
      await expectKind(port.changePassword(account.accountId, temporary, chosen), 'unknown_outcome')
      expect(await world.signIn(made, chosen)).toBe('works')
    })

    it('does not stop readers: a connection that is gone is replaced, and never used as nobody (design 10)', async () => {
      const world = getWorld()
      const made = await world.addAccount()
      const port = openThrough()
      const account = await locate(port, made)
      for (let round = 0; round < 5; round += 1) {
        const reads = Array.from({ length: 8 }, () => port.get(account.accountId))
        if (round % 2 === 0) bridge.proxy.resetAll()
        for (const read of await Promise.allSettled(reads)) {
          const told =
            read.status === 'fulfilled'
              ? read.value?.loginId
              : (await expectKind(Promise.reject(read.reason), 'unavailable')).kind
          expect([made.loginId, 'unavailable']).toContain(told)
        }
        expect((await port.get(account.accountId))?.loginId).toBe(made.loginId)
      }
    })

    it('answers slowly over a slow line, and truly', async () => {
      const world = getWorld()
      const made = await world.addAccount()
      const { port } = world.openOwn({ url: bridge.url, caFile: bridge.caFile, timeoutMs: 10_000 })
      bridge.proxy.setFault({ latencyMs: 60, sliceBytes: 100 })
      const temporary = createPassword()
      await port.resetToTemporary(await locate(port, made), temporary, inTwoDays())
      expect(await world.signIn(made, temporary)).toBe('must_change')
    })

    it('is never sent when the line is too slow to read before', async () => {
      const world = getWorld()
      const made = await world.addAccount()
      const port = openThrough()
      const account = await locate(port, made)
      bridge.proxy.setFault({ latencyMs: timeoutMs * 2 })
      const startedAt = performance.now()
      const temporary = createPassword()
      await expectKind(port.resetToTemporary(account, temporary, inTwoDays()), 'unavailable')
      expect(performance.now() - startedAt).toBeLessThan(timeoutMs * 3)
      bridge.proxy.setFault({})
      bridge.proxy.resetAll()
      expect(await world.signIn(made, made.password)).toBe('works')
    })
  })
}
