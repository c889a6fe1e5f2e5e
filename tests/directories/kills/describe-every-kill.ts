import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBrokenInvariants } from '../../support/check-invariants.ts'
import { callServer, sendReissue, type Outcome } from '../../support/desk-client.ts'
import { countRounds, reportFault } from '../../support/fault-rounds.ts'
import type { OwnServer } from '../worlds/own-server.ts'
import { openKillDesk, type KillDesk } from './kill-desk.ts'
import { places, reconciling, type Place } from './places.ts'
import { proveOneTruth, proveRepeatable, type DirectoryOrder, type WorkingPassword } from './prove-truth.ts'

/** More than a reissue, or a reconciliation, has points. */
const pointsAtMost = 110
const timeout = 3_600_000

/** For `npm run nightly directories`: the server is killed at every await of a reissue, and of its reconciliation. */
export function describeEveryKill(openServer: () => Promise<OwnServer>): void {
  describe('kill -9 of the service at every await (R2, R10)', () => {
    const passes = countRounds({ test: 1, nightly: 1 })
    let desk: KillDesk
    beforeAll(async () => {
      desk = await openKillDesk(await openServer(), passes * pointsAtMost * 3)
    }, timeout)
    afterAll(async () => await desk?.close())

    it('of a reissue: one truth, whoever looks first', { timeout }, async () => {
      const points = await listReissue(desk)
      expect(points.length).toBeLessThan(pointsAtMost)
      expect(points.join('\n')).toMatch(/before commit[\s\S]*before ldap (modify|exop)[\s\S]*before [^\n]* and commit/)
      const ways = { reconciled: 0, asked: 0, impatient: 0 }
      for (let round = 0; round < passes * points.length; round += 1) {
        const sent = await issue(desk, (round % points.length) + 1)
        if (sent.outcome.kind === 'answered' && (await desk.server.arm(0))) continue
        expect((await desk.server.ended).signal).toBe('SIGKILL')
        const way = (['reconciled', 'asked', 'impatient'] as const)[round % 3] ?? 'asked'
        ways[way] += 1
        await desk.endServer()
        if (way !== 'impatient') await desk.age()
        await desk.startAgain()
        if (way === 'reconciled') await proveReconciled(desk, sent)
        if (way === 'impatient') await proveHonest(desk, sent)
        await proveRepeatable(desk, sent, sent.outcome)
      }
      const kills = ways.reconciled + ways.asked + ways.impatient
      // The last points come when the answer has left.
      expect(kills).toBeGreaterThanOrEqual(passes * (points.length - 9))
      report(desk, 'every await of a reissue', kills, { points: points.length, ...ways })
    })

    it.each(['before the write', 'after the write'] as const)(
      'of the reconciliation of a reissue that ended %s',
      { timeout },
      async (place) => {
        await leaveAt(desk, place)
        await desk.startAgain({ env: { SAIHAKKO_FAULT_POINT: '0', SAIHAKKO_FAULT_AFTER: reconciling } })
        await desk.waitUntilSettled()
        const points = await desk.server.listPoints()
        let kills = 0
        for (let round = 0; round < passes * points.length; round += 1) {
          const sent = await leaveAt(desk, place)
          const env = { SAIHAKKO_FAULT_POINT: `${(round % points.length) + 1}`, SAIHAKKO_FAULT_AFTER: reconciling }
          // It may be gone before it listens.
          await desk.startAgain({ env }).catch(() => undefined)
          await desk.waitUntilSettled()
          if (await desk.server.arm(0)) continue
          await desk.endServer()
          kills += 1
          await desk.age()
          await desk.startAgain()
          expect(await proveReconciled(desk, sent)).toBe(places[place].works)
          await proveRepeatable(desk, sent)
        }
        report(desk, `every await of the reconciliation, ended ${place}`, kills, { points: points.length })
      },
    )
  })
}

const report = ({ world }: KillDesk, where: string, times: number, details: Record<string, number>): void =>
  reportFault({ fault: 'kill -9 of the server', where: `${where}, ${world.name}`, times, details })

/** The points of one reissue that nothing happens to. */
async function listReissue(desk: KillDesk): Promise<string[]> {
  // Whatever is only done once a process has been through.
  await issue(desk, 0)
  const { outcome } = await issue(desk, 0)
  expect(outcome).toMatchObject({ status: 201 })
  return await desk.server.listPoints()
}

async function issue(desk: KillDesk, point: number): Promise<DirectoryOrder & { readonly outcome: Outcome }> {
  const one = desk.nextOrder()
  await callServer(desk.url, 'GET', '/api/v1/sessions/current', { token: desk.token })
  await desk.server.arm(point)
  return { ...one, outcome: await sendReissue(desk.url, desk.token, one.order) }
}

/** A reissue that its server did not outlive, minutes ago. */
async function leaveAt(desk: KillDesk, place: Place): Promise<DirectoryOrder> {
  const one = desk.nextOrder()
  const held = desk.server.hold(places[place].points)
  void sendReissue(desk.url, desk.token, one.order)
  await held
  await desk.endServer()
  await desk.age()
  return one
}

/** Nobody has asked, and yet the truth is told. */
async function proveReconciled(desk: KillDesk, sent: DirectoryOrder): Promise<WorkingPassword> {
  await desk.waitUntilSettled()
  expect(await findBrokenInvariants(desk.db)).toEqual([])
  return await proveOneTruth(desk, sent)
}

/** While nobody may touch what the dead process has left, the answer is that nobody knows; else it is the truth. */
async function proveHonest(desk: KillDesk, { order }: DirectoryOrder): Promise<void> {
  const answer = await sendReissue(desk.url, desk.token, order)
  if (answer.kind === 'answered' && answer.status === 201) return
  expect(answer).toMatchObject({ status: 503, code: 'directory_outcome_unknown' })
  await desk.age()
}
