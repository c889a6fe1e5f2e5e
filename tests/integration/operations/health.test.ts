import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkReadiness } from '../../../src-server/database/migrate.ts'
import { codeOf, startTestServer, type TestServer } from '../../support/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

describe('health (R14)', () => {
  it('tells no version and nothing of the machine, in body or headers', async () => {
    for (const path of ['/healthz', '/readyz']) {
      const { status, body, headers } = await server.call('GET', path)
      expect([status, body]).toEqual([200, { status: path === '/healthz' ? 'ok' : 'ready' }])
      expect(['server', 'x-powered-by', 'via'].filter((name) => headers.has(name))).toEqual([])
    }
  })

  it('a database that hangs makes it not ready within 2 s, however many ask, and leaves it alive', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    const { promise: reached, resolve: reach } = Promise.withResolvers<void>()
    // On the embedded database this takes the only connection; on PostgreSQL all of the pool.
    const holding = [1, 2, 3, 4].map(() =>
      server.db.connection().execute(async () => {
        reach()
        await held
      }),
    )
    await reached
    const startedAt = performance.now()
    const answers = await Promise.all([1, 2, 3].map(() => server.call('GET', '/readyz')))
    const tookMs = performance.now() - startedAt
    const alive = await server.call('GET', '/healthz')
    release()
    await Promise.all(holding)
    for (const answer of answers) {
      expect([answer.status, codeOf(answer), answer.headers.get('retry-after')]).toEqual([
        503,
        'directory_unavailable',
        '5',
      ])
    }
    expect(tookMs).toBeLessThan(3500)
    expect(alive.status).toBe(200)
    expect((await server.call('GET', '/readyz')).status).toBe(200)
  })

  it('a database that lacks a migration makes it not ready', async () => {
    const transaction = server.db.transaction().execute(async (db) => {
      await sql`delete from kysely_migration where name = '0002-user-search'`.execute(db)
      await checkReadiness(db)
    })
    await expect(transaction).rejects.toMatchObject({ code: 'database_not_migrated' })
  })
})
