import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../support/fixed-clock.ts'
import { people } from '../../support/server-fixtures.ts'
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

  it('end for a user who is disabled, and a changed role holds at once (P17)', async () => {
    const token = await server.logIn('otherAdministrator')
    const change = (values: { role?: 'staff'; state?: 'disabled' }) =>
      server.db.updateTable('users').set(values).where('user_id', '=', people.otherAdministrator.userId).execute()
    await change({ role: 'staff' })
    expect(codeOf(await server.call('GET', '/api/v1/users', { token }))).toBe('forbidden_role')
    await change({ state: 'disabled' })
    expect(codeOf(await current(token))).toBe('session_ended')
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
