import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { OpenDatabase } from '../../../src-server/database/open-database.ts'
import { people, passwordOf } from '../../support/server-fixtures.ts'
import { startTestDatabases, type TestDatabases } from '../../support/test-database.ts'
import { reissue, startTestServer, type TestServer } from '../../support/test-server.ts'

/** How often PostgreSQL is asked, several times at once included: a synchronisation each. docs/performance.md tells of it. */
describe('what a request asks of PostgreSQL', () => {
  let databases: TestDatabases
  let database: OpenDatabase
  let server: TestServer
  let administrator: string

  beforeAll(async () => {
    databases = await startTestDatabases('postgres')
    database = await databases.open()
    server = await startTestServer({ database })
    administrator = await server.logIn('administrator')
  })
  afterAll(async () => {
    await server?.close()
    await database?.close()
    await databases?.stop()
  })

  const countAsked = async (act: () => Promise<{ status: number }>): Promise<number> => {
    // Once before: now and then a request tidies up, and a new connection is told its settings.
    await act()
    const [synchronised, plain] = [
      vi.spyOn(pg.Connection.prototype, 'sync'),
      vi.spyOn(pg.Connection.prototype, 'query'),
    ]
    try {
      expect((await act()).status).toBeLessThan(300)
      return synchronised.mock.calls.length + plain.mock.calls.length
    } finally {
      synchronised.mockRestore()
      plain.mockRestore()
    }
  }
  const { userId, loginId } = people.staff

  it.each([
    ['session', 1, () => server.call('GET', '/api/v1/sessions/current', { token: administrator })],
    ['open a user', 2, () => server.call('GET', `/api/v1/users/${userId}`, { token: administrator })],
    ['suggest', 4, () => server.call('POST', `/api/v1/users/${userId}/suggestions`, { token: administrator })],
    ['reissue', 5, () => reissue(server, administrator, userId, 'Tk7mQx93Rw')],
    ['history', 2, () => server.call('GET', '/api/v1/reissues', { token: administrator })],
  ] as const)('%s: %i times', async (_, times, act) => {
    expect(await countAsked(act)).toBe(times)
  })

  it('suggest: with no other statements than these, since no connection has to change its role', async () => {
    const ask = () => server.call('POST', `/api/v1/users/${userId}/suggestions`, { token: administrator })
    await ask()
    const bound = vi.spyOn(pg.Connection.prototype, 'bind')
    try {
      expect((await ask()).status).toBe(201)
      expect(bound).toHaveBeenCalledTimes(4)
    } finally {
      bound.mockRestore()
    }
  })

  it('login: 3 times', async () => {
    const body = { loginId, password: passwordOf('staff') }
    await server.reset()
    expect(await countAsked(() => server.call('POST', '/api/v1/sessions', { body }))).toBe(3)
  })

  it('a reissue that waited for another of its user comes after it: the latest is the one that counts (P6)', async () => {
    await server.reset()
    const token = await server.logIn('administrator')
    const other = randomUUID()
    const { waiting } = await server.db.transaction().execute(async (tx) => {
      await tx.selectFrom('users').select('user_id').where('user_id', '=', userId).forNoKeyUpdate().execute()
      const asked = reissue(server, token, userId, 'Tk7mQx93Rw')
      const isWaiting = sql`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
      await expect.poll(async () => (await isWaiting.execute(database.db)).rows.length).toBe(1)
      server.clock.advance(1000)
      const [at, expiresAt] = [server.clock.now(), new Date(server.clock.now().getTime() + 86_400_000)]
      await sql`insert into reissues (member_id, reissue_id, user_id, issued_by_member_id, issued_by_user_id, issued_at,
          expires_at, origin)
        values (${people.staff.memberId}, ${other}, ${userId}, ${people.helpdesk.memberId}, ${people.helpdesk.userId}, ${at},
          ${expiresAt}, 'generated')`.execute(tx)
      await tx
        .updateTable('credentials')
        .set({ kind: 'temporary', set_at: at, reissue_id: other, expires_at: expiresAt })
        .where('user_id', '=', userId)
        .execute()
      server.clock.advance(1000)
      return { waiting: asked }
    })
    expect((await waiting).status).toBe(201)
    const latest = await server.db
      .selectFrom('reissues')
      .select(['reissue_id', 'superseded_at'])
      .where('user_id', '=', userId)
      .orderBy('issued_at', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
    expect(latest).toMatchObject({ superseded_at: null })
    expect(latest.reissue_id).not.toBe(other)
  })
})
