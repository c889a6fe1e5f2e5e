import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBrokenInvariants } from '../../support/check-invariants.ts'
import { describeOutcome, sendReissue } from '../../support/desk-client.ts'
import { countRounds, isNightly, reportFault } from '../../support/fault-rounds.ts'
import { locate } from '../contract/contract-steps.ts'
import { proveOneTruth, proveRepeatable, type DirectoryOrder } from '../kills/prove-truth.ts'
import { toUnicodePassword } from '../worlds/active-directory-world.ts'
import type { ServerWorld, TestAccount } from '../worlds/directory-world.ts'
import type { OwnServer } from '../worlds/own-server.ts'
import { openServiceDesk, timeoutMs, type ServiceDesk } from './service-desk.ts'

interface ServiceFault {
  readonly name: string
  /** What may be answered first. */
  readonly told: readonly string[]
  /** Too slow for `npm test`. */
  readonly isLong?: true
  /** Resolves with what ends the fault. */
  bringAbout(parts: FaultParts): (() => Promise<unknown>) | (() => void)
}

interface FaultParts {
  readonly desk: ServiceDesk
  readonly own: OwnServer
  readonly account: TestAccount
  /** The bytes of the temporary password in the request. */
  readonly inRequest: Buffer
}

/** What it was sent while it was frozen it does now; nothing is decided in the first minute for that reason. */
async function settleDown(world: ServerWorld, account: TestAccount): Promise<void> {
  const port = world.open()
  let [before, quietTurns] = ['', 0]
  while (quietTurns < 5) {
    const { version } = await locate(port, account)
    quietTurns = version === before ? quietTurns + 1 : 0
    before = version
    await pause(100)
  }
}

const unknown = '503 directory_outcome_unknown'
const down = '503 directory_unavailable'

const faults: readonly ServiceFault[] = [
  {
    name: 'frozen with the write in hand (SIGSTOP)',
    told: ['201', unknown],
    isLong: true,
    bringAbout({ desk, own, inRequest, account }) {
      desk.bridge.intercept({ on: inRequest, afterRequest: () => process.kill(own.server.pid, 'SIGSTOP') })
      return async () => {
        process.kill(own.server.pid, 'SIGCONT')
        await settleDown(own.world, account)
      }
    },
  },
  {
    name: 'killed with the write in hand (SIGKILL)',
    told: ['201', unknown],
    bringAbout({ desk, own, inRequest }) {
      desk.bridge.intercept({ on: inRequest, afterRequest: () => process.kill(own.server.pid, 'SIGKILL') })
      return () => own.startAgain()
    },
  },
  {
    name: 'killed between write and answer (SIGKILL)',
    told: [unknown],
    bringAbout({ desk, own, inRequest }) {
      desk.bridge.intercept({ on: inRequest, insteadOfAnswer: () => process.kill(own.server.pid, 'SIGKILL') })
      return () => own.startAgain()
    },
  },
  {
    name: 'whose answer is lost, once',
    told: ['201'],
    bringAbout({ desk, inRequest }) {
      desk.bridge.proxy.setFault({ trigger: { direction: 'up', on: inRequest, when: 'after', does: 'reset' } })
      return () => {}
    },
  },
  {
    name: 'that falls silent for good after the write',
    told: [unknown],
    isLong: true,
    bringAbout({ desk, inRequest }) {
      desk.bridge.intercept({ on: inRequest, insteadOfAnswer: () => desk.bridge.proxy.setFault({ swallow: true }) })
      return () => {}
    },
  },
  {
    name: 'that is slow',
    told: ['201'],
    bringAbout({ desk }) {
      desk.bridge.proxy.setFault({ latencyMs: 30, sliceBytes: 200 })
      return () => {}
    },
  },
  {
    name: 'that is too slow',
    told: [down],
    isLong: true,
    bringAbout({ desk }) {
      desk.bridge.proxy.setFault({ latencyMs: timeoutMs * 2 })
      return () => {}
    },
  },
  {
    name: 'whose certificate has expired',
    told: ['502 directory_denied'],
    bringAbout({ desk }) {
      desk.bridge.replaceCertificate(desk.certificates.expired)
      return () => desk.bridge.replaceCertificate(desk.certificates.valid)
    },
  },
]

/** The service with a real directory that fails it: what is told is true, in both systems, and once it is back all is done. */
export function describeServiceFaults(openServer: () => Promise<OwnServer>): void {
  describe('reissues in a directory that fails', () => {
    const chosen = faults.filter(({ isLong }) => isNightly || !isLong)
    const rounds = countRounds({ test: 1, nightly: 5 })
    let own: OwnServer
    let desk: ServiceDesk
    beforeAll(async () => {
      own = await openServer()
      desk = await openServiceDesk(own.world, rounds * (chosen.length + 1))
    })
    afterAll(async () => {
      await desk?.close()
      await own?.stop()
    })

    const endFault = async (end: () => unknown): Promise<void> => {
      desk.bridge.proxy.setFault({})
      desk.bridge.proxy.resetAll()
      await end()
      desk.closeBreaker()
    }
    const inRequest = ({ order }: DirectoryOrder): Buffer =>
      own.world.directory.kind === 'active-directory'
        ? toUnicodePassword(order.temporaryPassword)
        : Buffer.from(order.temporaryPassword)

    // First, while the administrator of the tests is still connected.
    it('is not said to have done what it has not, though somebody has changed the entry meanwhile', async ({
      skip,
    }) => {
      if (!isNightly) skip('takes its time: npm run nightly directories')
      const sent = desk.nextOrder()
      const [before, { proxy }] = [desk.bridge.proxy.triggered(), desk.bridge]
      proxy.setFault({ trigger: { direction: 'up', on: inRequest(sent), when: 'before', does: 'swallow' } })
      const answer = sendReissue(desk.url, desk.token, sent.order)
      await expect.poll(() => proxy.triggered()).toBe(before + 1)
      // Nor do the tries after it come through.
      proxy.setFault({ swallow: true })
      expect(describeOutcome(await answer)).toBe(unknown)
      await endFault(() => {})
      await own.world.writeAttribute(sent.account, 'telephoneNumber', '03-1234-5678')
      const told = desk.log().length
      await desk.reconcile()
      expect(await proveOneTruth(desk, sent)).toBe('former')
      expect(desk.log().slice(told)).not.toContain('unconfirmed')
      await proveRepeatable(desk, sent)
    })

    it('where it has no rights: refused, nothing is changed, and both systems say so', async () => {
      const { order, account } = desk.powerlessOrder
      const answer = await sendReissue(desk.url, desk.powerlessToken, order)
      expect(describeOutcome(answer)).toBe('502 directory_denied')
      expect(await proveOneTruth({ ...desk, token: desk.powerlessToken }, { order, account })).toBe('former')
      expect(await findBrokenInvariants(desk.db)).toEqual([])
    })

    it.each(chosen)('$name: the answer is true (R2, R8)', { timeout: 600_000 }, async ({ name, told, bringAbout }) => {
      const seen: Record<string, number> = {}
      for (let round = 0; round < rounds; round += 1) {
        const sent = desk.nextOrder()
        const end = bringAbout({ desk, own, account: sent.account, inRequest: inRequest(sent) })
        const answer = await sendReissue(desk.url, desk.token, sent.order)
        await endFault(end)
        const text = describeOutcome(answer)
        expect(told).toContain(text)
        // Every other time the app asks again, before the reconciler has found out.
        const isAsked = text === unknown && round % 2 === 1
        if (text === unknown && !isAsked) await desk.reconcile()
        const found = isAsked ? 'asked again' : await proveOneTruth(desk, sent)
        expect(text === unknown || found === (text === '201' ? 'temporary' : 'former')).toBe(true)
        await proveRepeatable(desk, sent, answer)
        seen[`${text}: ${found}`] = (seen[`${text}: ${found}`] ?? 0) + 1
      }
      reportFault({ fault: `directory ${name}`, where: own.world.name, times: rounds, details: seen })
    })
  })
}
