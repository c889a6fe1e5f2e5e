import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callServer, newOrder, openSession, sendReissue, type ReissueOrder } from '../../support/desk-client.ts'
import { chooseFaultPoints } from '../../support/choose-fault-points.ts'
import { openFaultDesk, type FaultDesk } from '../../support/fault-desk.ts'
import { countRounds, isNightly, reportFault } from '../../support/fault-rounds.ts'
import { startPostgresServer, type PostgresServer } from '../../support/postgres-server.ts'
import { seedVerification } from '../../support/seeded-verifications.ts'
import { people, type PersonName } from '../../support/server-fixtures.ts'
import { startServe, type ServeProcess } from '../../support/serve-process.ts'
import { proveOneOutcome, proveSound } from '../../support/verify-reissue.ts'

let postgres: PostgresServer
let desk: FaultDesk
let server: ServeProcess

beforeAll(async () => {
  postgres = await startPostgresServer()
  desk = await openFaultDesk(postgres)
  server = await start()
})
afterAll(async () => {
  await server.end('SIGKILL')
  await desk.close()
  await postgres.stop()
})

const start = (port = 0): Promise<ServeProcess> => startServe({ ...desk, port, hasFaultPoints: true })

/** The helpdesk uses up a verification with every reissue. */
const cases = [
  { operator: 'administrator', target: 'staff', sample: 5 },
  { operator: 'helpdesk', target: 'administrator', sample: 3 },
] as const satisfies readonly { operator: PersonName; target: PersonName; sample: number }[]

describe('kill -9 of the server at every await of a reissue, on PostgreSQL (R2, R10)', () => {
  it.each(cases)(
    'by $operator for $target: one outcome per key and a sound database',
    { timeout: 3_600_000 },
    async ({ operator, target, sample }) => {
      const orders: ReissueOrder[] = []
      const prepareOrder = async (): Promise<ReissueOrder> => {
        const pass = { operator: people[operator], target: people[target], state: 'passed' } as const
        const verificationId = operator === 'helpdesk' ? await seedVerification(desk.db, pass, new Date()) : undefined
        return newOrder(people[target].userId, verificationId)
      }
      const token = await openSession(server.url, operator)
      const issue = async (point: number) => {
        const order = await prepareOrder()
        orders.push(order)
        // A connection that is set up already, so that the points are the same each time.
        await callServer(server.url, 'GET', '/api/v1/sessions/current', { token })
        await server.arm(point)
        return { order, outcome: await sendReissue(server.url, token, order) }
      }
      expect((await issue(0)).outcome).toMatchObject({ status: 201 })
      const points = await server.listPoints()
      // Anti-vacuity: the hook sees statements and hashes, and the commit is among them.
      expect(points.length).toBeGreaterThanOrEqual(15)
      expect(points.join('\n')).toMatch(/before argon2 hash[\s\S]*before [^\n]* and commit/i)

      let kills = 0
      const passes = countRounds({ test: 1, nightly: 1 })
      for (let pass = 0; pass < passes; pass += 1) {
        for (const point of chooseFaultPoints(points, isNightly ? points.length : sample)) {
          const sent = await issue(point)
          // The last points may come when the answer has left.
          if (sent.outcome.kind === 'answered' && (await server.arm(0))) continue
          expect((await server.ended).signal).toBe('SIGKILL')
          kills += 1
          server = await start(server.port)
          await proveOneOutcome(server.url, token, sent)
          await proveSound(desk.db, orders)
        }
      }
      // Points after the answer has left may go unnoticed, and those of the clean-up, which the dry run has met and which
      // comes once in ten seconds only; the others may not.
      expect(kills).toBeGreaterThanOrEqual(isNightly ? passes * (points.length - 9) : sample - 2)
      const where = `every await of a reissue by ${operator}, PostgreSQL`
      reportFault({ fault: 'kill -9 of the server', where, times: kills, details: { points: points.length } })
    },
  )
})
