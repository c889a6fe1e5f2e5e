import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { nameKept } from '../../../src-server/database/kept-statements.ts'
import { openDatabase, type OpenDatabase } from '../../../src-server/database/open-database.ts'
import { migrateToLatest } from '../../../src-server/database/migrate.ts'
import { newOrder, openSession, sendReissue, type ReissueOrder } from '../../support/desk-client.ts'
import { countRounds, reportFault } from '../../support/fault-rounds.ts'
import { startPostgresServer, type PostgresServer } from '../../support/postgres-server.ts'
import { people } from '../../support/server-fixtures.ts'
import { startTcpFaultProxy, type TcpFault, type TcpFaultProxy } from '../../support/tcp-fault-proxy.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { proveOneOutcome, proveSound } from '../../support/verify-reissue.ts'

let postgres: PostgresServer
let proxy: TcpFaultProxy
/** Past the proxy. */
let owner: OpenDatabase
let throughProxy: OpenDatabase
let server: TestServer
const name = `faults_${randomUUID().replaceAll('-', '')}`
const orders: ReissueOrder[] = []

/** Short, so that the test sees them at work; the relations are those of the product. */
const limits = { idleInTransactionMs: 500, lockMs: 1000, connectMs: 1000, statementMs: 1200, heldMs: 1500 }
/** How long an answer may take at most under these limits. */
const boundMs = 5000

beforeAll(async () => {
  postgres = await startPostgresServer()
  await postgres.run(`create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'`)
  const { hostname, port } = new URL(postgres.urlOf(name))
  proxy = await startTcpFaultProxy({ host: hostname, port: Number(port) })
  owner = await openDatabase({ kind: 'postgres', url: postgres.urlOf(name), maxConnections: 2 })
  await migrateToLatest(owner.db)
  const url = new URL(postgres.urlOf(name))
  url.host = `127.0.0.1:${proxy.port}`
  throughProxy = await openDatabase({ kind: 'postgres', url: url.href, maxConnections: 4, limits })
  server = await startTestServer({ database: throughProxy })
})
afterAll(async () => {
  proxy.setFault({})
  await server.close()
  await throughProxy.close()
  await proxy.close()
  await owner.close()
  await postgres.run(`drop database if exists ${name} with (force)`)
  await postgres.stop()
})
beforeEach(() => proxy.setFault({}))

/** It is kept prepared: from the second time on only its name is sent. */
const onCommit = Buffer.from(`${nameKept('commit')}\0`)
const atCommit = (when: 'before' | 'after', does: 'reset' | 'swallow' | 'close'): TcpFault => ({
  trigger: { direction: 'up', on: onCommit, when, does },
})

type Answer = 'done' | 'open or done' | 'not done'

describe('the network between the server and PostgreSQL fails (R5, R8)', () => {
  const cases: readonly (readonly [name: string, fault: TcpFault, answer: Answer])[] = [
    ['every packet late', { latencyMs: 5 }, 'done'],
    ['slices of 7 bytes', { sliceBytes: 7 }, 'done'],
    ['100 kB a second', { bytesPerSecond: 100_000 }, 'done'],
    ['reset before the commit', atCommit('before', 'reset'), 'not done'],
    ['reset after the commit', atCommit('after', 'reset'), 'open or done'],
    ['half-open before the commit', atCommit('before', 'swallow'), 'not done'],
    ['half-open after the commit', atCommit('after', 'swallow'), 'open or done'],
    ['closed before the commit', atCommit('before', 'close'), 'not done'],
  ]
  it.each(cases)(
    '%s: a true answer in bounded time, then one truth',
    { timeout: 3_600_000 },
    async (_, fault, answer) => {
      const rounds = countRounds({ test: 1, nightly: 10 })
      for (let round = 0; round < rounds; round += 1) {
        const token = await openSession(server.url, 'administrator')
        proxy.setFault(fault)
        const before = proxy.triggered()
        const [order, startedAt] = [newOrder(people.staff.userId), performance.now()]
        orders.push(order)
        const outcome = await sendReissue(server.url, token, order)
        expect(performance.now() - startedAt).toBeLessThan(boundMs)
        expect(proxy.triggered() - before).toBe(fault.trigger ? 1 : 0)
        expect(outcome).toMatchObject({ kind: 'answered', status: answer === 'done' ? 201 : 500 })
        proxy.setFault({})
        const stored = await owner.db
          .selectFrom('idempotency_keys')
          .select('key')
          .where('key', '=', order.key)
          .execute()
        expect(stored).toHaveLength(answer === 'not done' ? 0 : 1)
        await proveOneOutcome(server.url, token, { order, outcome })
      }
      await proveSound(owner.db, orders)
      reportFault({ fault: `server to PostgreSQL: ${_}`, where: 'one reissue, PostgreSQL', times: rounds })
    },
  )

  it('all connections gone half-open at once: every request is answered, and new ones are made (R5)', async () => {
    const token = await openSession(server.url, 'administrator')
    const fresh = Array.from({ length: 6 }, () => newOrder(people.colleague.userId))
    orders.push(...fresh)
    proxy.setFault({ swallow: true })
    const startedAt = performance.now()
    const outcomes = await Promise.all(fresh.map((order) => sendReissue(server.url, token, order)))
    expect(performance.now() - startedAt).toBeLessThan(2 * boundMs)
    expect(outcomes.map((outcome) => outcome.kind === 'answered' && outcome.status >= 500)).toEqual(
      fresh.map(() => true),
    )
    proxy.setFault({})
    proxy.resetAll()
    for (const [index, order] of fresh.entries()) {
      const outcome = outcomes[index]
      if (outcome) await proveOneOutcome(server.url, token, { order, outcome })
    }
    await proveSound(owner.db, orders)
    reportFault({ fault: 'server to PostgreSQL: all connections half-open', where: 'six reissues at once', times: 1 })
  })

  it('closing does not wait for a connection that is dead (R7)', async () => {
    const url = new URL(postgres.urlOf(name))
    url.host = `127.0.0.1:${proxy.port}`
    const database = await openDatabase({ kind: 'postgres', url: url.href })
    const before = proxy.triggered()
    proxy.setFault({ trigger: { direction: 'up', on: Buffer.from('select 4711'), when: 'before', does: 'swallow' } })
    const ending = sql`select 4711`.execute(database.db).then(() => 'answered', String)
    await expect.poll(() => proxy.triggered(), { interval: 5 }).toBe(before + 1)
    const startedAt = performance.now()
    await database.close()
    expect(performance.now() - startedAt).toBeLessThan(5000)
    expect(await ending).toMatch(/terminated/)
  })

  it('a connection breaks as it is made: the next one is taken', async () => {
    const token = await openSession(server.url, 'administrator')
    proxy.resetAll()
    proxy.setFault({ trigger: { direction: 'up', on: 1, when: 'before', does: 'reset' } })
    const order = newOrder(people.staff.userId)
    orders.push(order)
    const outcome = await sendReissue(server.url, token, order)
    expect(outcome.kind).toBe('answered')
    await proveOneOutcome(server.url, token, { order, outcome })
    await proveSound(owner.db, orders)
  })
})
