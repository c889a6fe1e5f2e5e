import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBrokenInvariants } from '../../support/check-invariants.ts'
import { sendReissue } from '../../support/desk-client.ts'
import type { OwnServer } from '../worlds/own-server.ts'
import { openKillDesk, type KillDesk } from './kill-desk.ts'
import { places, reconciling, type Place } from './places.ts'
import { proveOneTruth, proveRepeatable, type DirectoryOrder } from './prove-truth.ts'

/** Those that rest side by side in one process; whoever holds the end of the audit comes last. */
const deaths: readonly (readonly Place[])[] = [
  [
    'after the commit of the intent',
    'before the write',
    'while the write is under way',
    'after the write',
    'before the commit of the intent',
  ],
  ['before the commit of the outcome'],
  ['while the outcome is committed'],
]

/** A few real kills of the server, each reissue at a place of its own; every await is the nightly run’s. */
export function describeKills(openServer: () => Promise<OwnServer>): void {
  describe('kill -9 of the service between its two systems (R2, R10)', () => {
    let desk: KillDesk
    beforeAll(async () => {
      desk = await openKillDesk(await openServer(), Object.keys(places).length)
    })
    afterAll(async () => await desk?.close())

    it('leaves one truth at each place, also when the reconciler is killed', { timeout: 90_000 }, async () => {
      const sent: (DirectoryOrder & { readonly place: Place })[] = []
      for (const [index, together] of deaths.entries()) {
        if (index > 0) await desk.startAgain()
        for (const place of together) {
          const one = desk.nextOrder()
          sent.push({ ...one, place })
          const held = desk.server.hold(places[place].points)
          void sendReissue(desk.url, desk.token, one.order)
          await held
        }
      }
      await desk.endServer()
      await desk.age()
      await desk.startAgain({ env: { SAIHAKKO_FAULT_POINT: '40', SAIHAKKO_FAULT_AFTER: reconciling } })
      expect((await desk.server.ended).signal).toBe('SIGKILL')
      await desk.endServer()
      await desk.age()
      await desk.startAgain()
      await desk.waitUntilSettled()
      expect(await findBrokenInvariants(desk.db)).toEqual([])
      for (const one of sent) {
        expect([one.place, await proveOneTruth(desk, one)]).toEqual([one.place, places[one.place].works])
        await proveRepeatable(desk, one)
      }
    })
  })
}
