import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  callServer,
  newOrder,
  openSession,
  sendReissue,
  type Outcome,
  type ReissueOrder,
} from '../../support/desk-client.ts'
import { countRounds, reportFault } from '../../support/fault-rounds.ts'
import { people } from '../../support/server-fixtures.ts'
import { startTcpFaultProxy, type TcpFault, type TcpFaultProxy } from '../../support/tcp-fault-proxy.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { proveOneOutcome, proveSound } from '../../support/verify-reissue.ts'

let server: TestServer
let proxy: TcpFaultProxy
let proxied: string
const orders: ReissueOrder[] = []

beforeAll(async () => {
  server = await startTestServer()
  await server.db.updateTable('policy').set({ operator_reissues_per_hour: 1_000_000 }).execute()
  proxy = await startTcpFaultProxy({ host: '127.0.0.1', port: Number(new URL(server.url).port) })
  proxied = `http://127.0.0.1:${proxy.port}`
})
afterAll(async () => {
  await proxy.close()
  await server.close()
})
beforeEach(() => proxy.setFault({}))

/** What a client does when nothing comes any more. */
async function giveUpAfterSilence(pending: Promise<Outcome>, before: number): Promise<void> {
  await expect.poll(() => proxy.triggered(), { interval: 5, timeout: 20_000 }).toBe(before + 1)
  const first = await Promise.race([pending, new Promise((resolve) => setTimeout(() => resolve('silence'), 200))])
  expect(first).toBe('silence')
  proxy.resetAll()
}

type Trigger = NonNullable<TcpFault['trigger']>
/** The last of the request is its body, which ends in the password. */
const atRequest = (when: Trigger['when'], does: Trigger['does']) => (order: ReissueOrder) => ({
  trigger: { direction: 'up' as const, on: Buffer.from(`${order.temporaryPassword}"}`), when, does },
})
const atAnswer = (when: Trigger['when'], does: Trigger['does']) => () => ({
  trigger: { direction: 'down' as const, on: Buffer.from('HTTP/1.1 201'), when, does },
})

/** What is in the database by then: an answer that was lost may be of either. */
const storedCounts = { done: [1], 'not done': [0], either: [0, 1] }
type Effect = keyof typeof storedCounts
const cases: readonly (readonly [name: string, fault: (order: ReissueOrder) => TcpFault, answered: boolean, Effect])[] =
  [
    ['every packet late', () => ({ latencyMs: 150 }), true, 'done'],
    ['slices of 3 bytes', () => ({ sliceBytes: 3 }), true, 'done'],
    ['10 kB a second', () => ({ bytesPerSecond: 10_000 }), true, 'done'],
    ['reset before the request is whole', atRequest('before', 'reset'), false, 'not done'],
    ['reset when the request is whole', atRequest('after', 'reset'), false, 'either'],
    ['half-open before the request is whole', atRequest('before', 'swallow'), false, 'not done'],
    ['half-open when the request is whole', atRequest('after', 'swallow'), false, 'either'],
    ['closed when the request is whole', atRequest('after', 'close'), false, 'either'],
    ['reset before the answer', atAnswer('before', 'reset'), false, 'done'],
    ['half-open before the answer', atAnswer('before', 'swallow'), false, 'done'],
  ]

describe('the network between a client and the server fails (R8)', () => {
  it.each(cases)(
    '%s: the same key gives the one truth',
    { timeout: 3_600_000 },
    async (name, faultOf, answered, effect) => {
      const rounds = countRounds({ test: 1, nightly: 20 })
      for (let round = 0; round < rounds; round += 1) {
        server.clock.advance(1000)
        const token = await openSession(server.url, 'administrator')
        const order = newOrder(people.staff.userId)
        orders.push(order)
        const before = proxy.triggered()
        const fault = faultOf(order)
        proxy.setFault(fault)
        const pending = sendReissue(proxied, token, order)
        if (fault.trigger?.does === 'swallow') await giveUpAfterSilence(pending, before)
        const outcome = await pending
        expect(outcome.kind).toBe(answered ? 'answered' : 'lost')
        expect(proxy.triggered() - before).toBe(fault.trigger ? 1 : 0)
        proxy.setFault({})
        proxy.resetAll()
        const stored = await server.db
          .selectFrom('idempotency_keys')
          .select('key')
          .where('key', '=', order.key)
          .execute()
        expect(storedCounts[effect]).toContain(stored.length)
        await proveOneOutcome(proxied, token, { order, outcome })
      }
      await proveSound(server.db, orders)
      expect(await callServer(proxied, 'GET', '/livez')).toMatchObject({ kind: 'answered' })
      reportFault({ fault: `client to server: ${name}`, where: 'one reissue, embedded', times: rounds })
    },
  )
})
