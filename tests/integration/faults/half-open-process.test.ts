import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nameKept } from '../../../src-server/database/kept-statements.ts'
import { newOrder, openSession, sendReissue } from '../../support/desk-client.ts'
import { openFaultDesk, type FaultDesk } from '../../support/fault-desk.ts'
import { countRounds, isNightly, reportFault } from '../../support/fault-rounds.ts'
import { startPostgresServer, type PostgresServer } from '../../support/postgres-server.ts'
import { people } from '../../support/server-fixtures.ts'
import { startServe, type ServeProcess } from '../../support/serve-process.ts'
import { startTcpFaultProxy, type TcpFaultProxy } from '../../support/tcp-fault-proxy.ts'
import { proveOneOutcome, proveSound } from '../../support/verify-reissue.ts'

/** What a connection calls it from the second time on. */
const commit = Buffer.from(nameKept('commit'))

let postgres: PostgresServer
let desk: FaultDesk
let proxy: TcpFaultProxy
let cutOff: ServeProcess
let healthy: ServeProcess

beforeAll(async () => {
  if (!isNightly) return
  postgres = await startPostgresServer()
  desk = await openFaultDesk(postgres)
  const url = new URL(desk.databaseUrl)
  proxy = await startTcpFaultProxy({ host: url.hostname, port: Number(url.port) })
  url.host = `127.0.0.1:${proxy.port}`
  healthy = await startServe(desk)
  cutOff = await startServe({ ...desk, databaseUrl: url.href })
})
afterAll(async () => {
  if (!isNightly) return
  for (const server of [cutOff, healthy]) await server.end('SIGKILL')
  await proxy.close()
  await desk.close()
  await postgres.stop()
})

describe('a server loses its database without a word, in the middle of a reissue (R5, R8)', () => {
  it(
    'others go on within ten seconds, and its own request is answered in the end',
    { timeout: 3_600_000 },
    async ({ skip }) => {
      if (!isNightly) skip('takes more than half a minute: npm run nightly')
      const rounds = countRounds({ test: 1, nightly: 3 })
      for (let round = 0; round < rounds; round += 1) {
        const token = await openSession(cutOff.url, 'administrator')
        proxy.setFault({ trigger: { direction: 'up', on: commit, when: 'before', does: 'swallow' } })
        const [order, startedAt] = [newOrder(people.staff.userId), performance.now()]
        const answer = sendReissue(cutOff.url, token, order)
        await expect.poll(() => proxy.triggered(), { interval: 5, timeout: 10_000 }).toBe(round + 1)
        // The dead transaction holds the end of the audit, which every login needs.
        expect(await openSession(healthy.url, 'otherAdministrator')).not.toBe('')
        expect(performance.now() - startedAt).toBeLessThan(10_000)
        const outcome = await answer
        expect(performance.now() - startedAt).toBeLessThan(40_000)
        expect(outcome).toMatchObject({ status: 500 })
        await proveOneOutcome(cutOff.url, token, { order, outcome })
        await proveSound(desk.db, [order])
      }
      const where = 'server process to PostgreSQL, with its own limits'
      reportFault({ fault: 'half-open before the commit', where, times: rounds })
    },
  )
})
