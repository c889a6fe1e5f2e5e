import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { backgroundHeader } from '../../../src-shared/api/route.ts'
import { HOUR_MS, MINUTE_MS } from '../../support/fixed-clock.ts'
import { seedSession, type SessionState } from '../../support/seeded-sessions.ts'
import { passwordOf, people } from '../../support/server-fixtures.ts'
import { codeOf, startTestServer, type TestServer } from '../../support/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const current = (token: string) => server.call('GET', '/api/v1/sessions/current', { token })

describe('sessions', () => {
  it('run out after 15 idle minutes, and not while they are used (P13)', async () => {
    const token = await server.logIn('administrator')
    for (let minute = 0; minute < 40; minute += 10) {
      server.clock.advance(10 * MINUTE_MS)
      expect((await current(token)).status).toBe(200)
    }
    server.clock.advance(15 * MINUTE_MS - 1)
    expect((await current(token)).status).toBe(200)
    server.clock.advance(15 * MINUTE_MS)
    expect(codeOf(await current(token))).toBe('session_expired')
    server.clock.advance(MINUTE_MS)
    expect(codeOf(await current(token))).toBe('session_expired')
  })

  it('run out after 8 hours however busy (P13)', async () => {
    const token = await server.logIn('administrator')
    for (let spentMs = 0; spentMs < 8 * HOUR_MS - 10 * MINUTE_MS; spentMs += 10 * MINUTE_MS) {
      server.clock.advance(10 * MINUTE_MS)
      expect((await current(token)).status).toBe(200)
    }
    server.clock.advance(10 * MINUTE_MS)
    expect(codeOf(await current(token))).toBe('session_expired')
  })

  it('run out while a client only polls, and polling is checked like everything else (P13)', async () => {
    const token = await server.logIn('administrator')
    const poll = (value = '1') =>
      server.call('GET', '/api/v1/sessions/current', { token, headers: { [backgroundHeader]: value } })
    server.clock.advance(10 * MINUTE_MS)
    expect((await poll()).status).toBe(200)
    // Anything but `1` is activity, as without the header.
    expect((await poll('0')).status).toBe(200)
    for (const waitedMs of [5 * MINUTE_MS, 5 * MINUTE_MS, 5 * MINUTE_MS - 1]) {
      server.clock.advance(waitedMs)
      expect((await poll()).status).toBe(200)
    }
    server.clock.advance(1)
    expect(codeOf(await poll())).toBe('session_expired')
    expect(codeOf(await current(token))).toBe('session_expired')
  })

  it('are written at most once a minute', async () => {
    const token = await server.logIn('administrator')
    const lastSeen = async () => {
      const rows = await server.db
        .selectFrom('sessions')
        .select('last_seen_at')
        .orderBy('created_at', 'desc')
        .limit(1)
        .execute()
      return rows[0]?.last_seen_at.getTime()
    }
    const atFirst = await lastSeen()
    server.clock.advance(MINUTE_MS - 1)
    await current(token)
    expect(await lastSeen()).toBe(atFirst)
    server.clock.advance(1)
    await current(token)
    expect(await lastSeen()).toBe(server.clock.now().getTime())
  })

  it('end one by one or all together', async () => {
    const [a, b, c] = [await server.logIn('staff'), await server.logIn('staff'), await server.logIn('staff')]
    expect((await server.call('DELETE', '/api/v1/sessions/current', { token: a })).status).toBe(204)
    expect([codeOf(await current(a)), (await current(b)).status]).toEqual(['session_ended', 200])
    expect((await server.call('DELETE', '/api/v1/sessions', { token: b })).status).toBe(204)
    expect([codeOf(await current(b)), codeOf(await current(c))]).toEqual(['session_ended', 'session_ended'])
  })

  it('are five of one user at most: a login ends the oldest live one, restricted ones count, others stay (P13)', async () => {
    const seed = (state: SessionState) => seedSession(server.db, people.foreignStaff, state, server.clock.now())
    const other = await server.logIn('foreignAdministrator')
    // What ran out keeps saying so, and takes no place.
    const idle = (await seed('idle')) ?? ''
    server.clock.advance(MINUTE_MS)
    const restricted = (await seed('must-change')) ?? ''
    const tokens: string[] = []
    for (let login = 0; login < 4; login += 1) {
      server.clock.advance(1000)
      tokens.push(await server.logIn('foreignStaff'))
    }
    expect((await current(restricted)).status).toBe(200)
    server.clock.advance(1000)
    tokens.push(await server.logIn('foreignStaff'))
    expect(codeOf(await current(restricted))).toBe('session_ended')
    expect(codeOf(await current(idle))).toBe('session_expired')
    await server.db.updateTable('policy').set({ sessions_per_user: 2 }).execute()
    tokens.push(await server.logIn('foreignStaff'))
    const statuses = await Promise.all(tokens.map(async (token) => (await current(token)).status))
    expect(statuses).toEqual([401, 401, 401, 401, 200, 200])
    expect((await current(other)).status).toBe(200)
    const { details } = await server.db
      .selectFrom('audit_events')
      .select('details')
      .where('action', '=', 'log_in')
      .orderBy('seq', 'desc')
      .executeTakeFirstOrThrow()
    expect(details).toMatchObject({ sessionsEnded: 4 })
    await server.db.updateTable('policy').set({ sessions_per_user: 5 }).execute()
  })

  it('are five however many logins come at once to several processes (P13)', async () => {
    const second = await server.restart()
    for (let login = 0; login < 3; login += 1) await server.logIn('otherHelpdesk')
    const doors = [server, second, server, second, server]
    const tokens = await Promise.all(doors.map((door) => door.logIn('otherHelpdesk')))
    const live = await server.db
      .selectFrom('sessions')
      .select('session_id')
      .where('user_id', '=', people.otherHelpdesk.userId)
      .where('ended_at', 'is', null)
      .execute()
    expect(live).toHaveLength(5)
    expect(tokens).toHaveLength(5)
    await second.app.close()
  })

  it('that somebody logs out of while a login crowds them out are told of as logged out, and not counted (P13)', async () => {
    await server.reset()
    for (let count = 0; count < 5; count += 1) {
      await server.logIn('staff')
      server.clock.advance(1)
    }
    const oldest = await server.db
      .selectFrom('sessions')
      .select('session_id')
      .where('user_id', '=', people.staff.userId)
      .orderBy('created_at')
      .executeTakeFirstOrThrow()
    const { waiting } = await server.db.transaction().execute(async (tx) => {
      const ended = { ended_at: server.clock.now(), end_reason: 'logged_out' } as const
      await tx.updateTable('sessions').set(ended).where('session_id', '=', oldest.session_id).execute()
      const asked = server.logIn('staff')
      const isWaiting = sql`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
      await expect.poll(async () => (await isWaiting.execute(server.db)).rows.length).toBe(1)
      return { waiting: asked }
    })
    await waiting
    const sessions = server.db.selectFrom('sessions').select('end_reason').where('user_id', '=', people.staff.userId)
    const reasons = (await sessions.execute()).map(({ end_reason: reason }) => reason)
    expect(reasons.filter((reason) => reason !== null)).toEqual(['logged_out'])
    const event = server.db.selectFrom('audit_events').select('details').orderBy('seq', 'desc').limit(1)
    expect((await event.executeTakeFirstOrThrow()).details).not.toHaveProperty('sessionsEnded')
  })

  it('end for a user who is disabled, and a changed role holds at once (P17)', async () => {
    const token = await server.logIn('otherAdministrator')
    const change = (values: { role?: 'staff'; state?: 'disabled' }) =>
      server.db.updateTable('users').set(values).where('user_id', '=', people.otherAdministrator.userId).execute()
    await change({ role: 'staff' })
    expect(codeOf(await server.call('GET', '/api/v1/users', { token }))).toBe('forbidden_role')
    await change({ state: 'disabled' })
    expect(codeOf(await current(token))).toBe('session_ended')
  })

  it('open with the role as it is then, not as it was before the password was checked (P17)', async () => {
    const { userId, loginId } = people.otherHelpdesk
    const change = (role: 'staff' | 'helpdesk') =>
      server.db.updateTable('users').set({ role }).where('user_id', '=', userId).execute()
    const meanwhile = await server.restart({
      passwords: {
        ...server.deps.passwords,
        async verify(verifier, password) {
          await change('staff')
          return await server.deps.passwords.verify(verifier, password)
        },
      },
    })
    const body = { loginId, password: passwordOf('otherHelpdesk') }
    const { body: answered } = await meanwhile.call('POST', '/api/v1/sessions', { body })
    await change('helpdesk')
    await meanwhile.app.close()
    expect(answered).toMatchObject({ session: { user: { userId, role: 'staff' } } })
  })

  it('tokens are random, long and stored as hashes only (P18)', async () => {
    const token = await server.logIn('administrator')
    expect(token).toMatch(/^[\w-]{43}$/)
    for (const wrong of ['', 'x', token.slice(1), `${token}x`, token.toLowerCase()]) {
      expect(codeOf(await current(wrong))).toBe('session_ended')
    }
    const stored = await server.db.selectFrom('sessions').selectAll().execute()
    expect(JSON.stringify(stored)).not.toContain(token)
  })
})
