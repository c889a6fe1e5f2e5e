import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSession } from '../../support/desk-client.ts'
import { openFaultDesk, type FaultDesk } from '../../support/fault-desk.ts'
import { countRounds, reportFault } from '../../support/fault-rounds.ts'
import { createOwnPostgres, type OwnPostgres } from '../../support/own-postgres.ts'
import { connectTo, type PostgresServer } from '../../support/postgres-server.ts'
import { startReissueLoad, type Sent } from '../../support/reissue-load.ts'
import { startServe, type ServeProcess } from '../../support/serve-process.ts'
import { people } from '../../support/server-fixtures.ts'
import { proveOutcomes, proveSound } from '../../support/verify-reissue.ts'

let own: OwnPostgres
let postgres: PostgresServer
let desk: FaultDesk
let server: ServeProcess

beforeAll(async () => {
  own = await createOwnPostgres()
  postgres = connectTo(own.url, () => own.stop())
  desk = await openFaultDesk(postgres)
  server = await startServe(desk)
})
afterAll(async () => {
  await server.end('SIGKILL')
  await desk.close()
  await postgres.stop()
})

describe('PostgreSQL is killed while reissues run (R2, R10)', () => {
  it(
    'the server lives on and tells the truth; after the restart every key has one outcome',
    { timeout: 3_600_000 },
    async () => {
      const token = await openSession(server.url, 'administrator')
      const userIds = [people.staff.userId, people.colleague.userId]
      const all: Sent[] = []
      const rounds = countRounds({ test: 2, nightly: 50 })
      for (let round = 0; round < rounds; round += 1) {
        const load = startReissueLoad({ nextUrl: () => server.url, token, userIds, workers: 4 })
        await load.heard(6 + (round % 5))
        await own.crash(round % 2 === 0 ? 'kill' : 'immediate')
        await load.heard(6)
        await own.start()
        await load.heard(6)
        const sent = await load.stop()
        all.push(...sent)
        const statuses = new Set(
          sent.map(({ outcome }) => (outcome.kind === 'answered' ? outcome.status : outcome.reason)),
        )
        // Always an answer: done, open, or not available.
        expect([...statuses].filter((status) => ![201, 500, 503].includes(Number(status)))).toEqual([])
        expect(statuses.size).toBeGreaterThan(1)
        await proveOutcomes(server.url, token, sent)
      }
      await proveSound(
        desk.db,
        all.map(({ order }) => order),
      )
      const isDoubtful = ({ outcome }: Sent): boolean => outcome.kind === 'lost' || outcome.status !== 201
      reportFault({
        fault: 'PostgreSQL killed (kill -9 of the postmaster, immediate stop)',
        where: 'under a load of reissues',
        times: rounds,
        details: { reissues: all.length, 'not answered with 201': all.filter(isDoubtful).length },
      })
    },
  )
})
