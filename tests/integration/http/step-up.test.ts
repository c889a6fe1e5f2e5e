import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { HOUR_MS, MINUTE_MS } from '../../support/fixed-clock.ts'
import { passwordOf, people, type PersonName } from '../../support/server-fixtures.ts'
import { codeOf, reissue, startTestServer, type Answer, type TestServer } from '../../support/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())
beforeEach(() => server.reset())

const STAFF = people.staff.userId
const TEMPORARY = 'Tk7mQx93Rw'
const opened = z.object({ token: z.string(), session: z.object({ sessionId: z.string() }) })

/** Logs in with a token in hand; gives the new token. */
async function logInAgain(name: PersonName, token: string, password = passwordOf(name)): Promise<string> {
  const answer = await server.call('POST', '/api/v1/sessions', {
    token,
    body: { loginId: people[name].loginId, password },
  })
  expect(answer.status).toBe(201)
  return opened.parse(answer.body).token
}

const current = (token: string): Promise<Answer> => server.call('GET', '/api/v1/sessions/current', { token })

/** Eleven minutes of work in a session, so that it stays alive. */
async function work(token: string): Promise<void> {
  server.clock.advance(6 * MINUTE_MS)
  await current(token)
  server.clock.advance(5 * MINUTE_MS)
}

describe('a reissue asks for the operator’s own password again (P14)', () => {
  it('after ten minutes, and goes on under the same key once it has been entered', async () => {
    const [token, key] = [await server.logIn('administrator'), randomUUID()]
    server.clock.advance(10 * MINUTE_MS)
    expect((await reissue(server, token, STAFF, 'Zw8nPv46Hd')).status).toBe(201)
    server.clock.advance(1)
    const refused = await reissue(server, token, STAFF, TEMPORARY, { key })
    expect([refused.status, codeOf(refused)]).toEqual([401, 'reauth_required'])
    expect((await current(token)).status).toBe(200)

    const renewed = await logInAgain('administrator', token)
    const done = await reissue(server, renewed, STAFF, TEMPORARY, { key })
    expect([done.status, done.headers.get('idempotency-replayed')]).toEqual([201, null])
    expect((await server.db.selectFrom('reissues').selectAll().execute()).length).toBe(2)
    const events = await server.db
      .selectFrom('audit_events')
      .select(['details', 'target_user_id'])
      .where('action', '=', 'reissue_password')
      .where('outcome', '=', 'refused')
      .execute()
    expect(events).toEqual([{ details: { code: 'reauth_required' }, target_user_id: STAFF }])
  })

  it('not for the answer to what has been done already', async () => {
    const [token, key] = [await server.logIn('administrator'), randomUUID()]
    expect((await reissue(server, token, STAFF, TEMPORARY, { key })).status).toBe(201)
    await work(token)
    const replay = await reissue(server, token, STAFF, TEMPORARY, { key })
    expect([replay.status, replay.headers.get('idempotency-replayed')]).toEqual([201, 'true'])
  })

  it('not for what would be refused anyway, and nothing is changed by asking', async () => {
    const token = await server.logIn('administrator')
    await work(token)
    expect(codeOf(await reissue(server, token, people.otherAdministrator.userId, TEMPORARY))).toBe('helpdesk_required')
    expect(codeOf(await reissue(server, token, STAFF, 'short'))).toBe('password_policy')
    expect(codeOf(await reissue(server, token, STAFF, TEMPORARY))).toBe('reauth_required')
    expect((await server.db.selectFrom('idempotency_keys').selectAll().execute()).length).toBe(0)
    expect((await server.call('POST', '/api/v1/sessions', { body: staffLogin })).status).toBe(201)
  })

  it('choosing a new password counts as entering it', async () => {
    const token = await server.logIn('administrator')
    await work(token)
    const body = { currentPassword: passwordOf('administrator'), newPassword: 'my very own sentence' }
    expect((await server.call('PUT', '/api/v1/password', { token, body })).status).toBe(204)
    expect((await reissue(server, token, STAFF, TEMPORARY)).status).toBe(201)
  })

  it('after as long as the policy says at this moment, and never where it says 0 (P17)', async () => {
    const setSeconds = (seconds: number) =>
      server.db.updateTable('policy').set({ reauthentication_seconds: seconds }).execute()
    const token = await server.logIn('administrator')
    await work(token)
    await setSeconds(60 * 60)
    expect((await reissue(server, token, STAFF, TEMPORARY)).status).toBe(201)
    await setSeconds(60)
    expect(codeOf(await reissue(server, token, STAFF, 'Zw8nPv46Hd'))).toBe('reauth_required')
    await setSeconds(0)
    expect((await reissue(server, token, STAFF, 'Zw8nPv46Hd')).status).toBe(201)
  })
})

const staffLogin = { loginId: people.staff.loginId, password: passwordOf('staff') }

describe('a login within a session (P18)', () => {
  it('takes its place: the earlier token is dead at once, and the audit names the session it was', async () => {
    const [first, elsewhere] = [await server.logIn('administrator'), await server.logIn('administrator')]
    const { session } = z
      .object({ session: z.object({ sessionId: z.string() }) })
      .parse({ session: (await current(first)).body })
    server.clock.advance(MINUTE_MS)
    const second = await logInAgain('administrator', first)
    expect(second).not.toBe(first)
    expect(codeOf(await current(first))).toBe('session_ended')
    // A password was entered, so its limits begin anew (P13).
    const expiresAt = new Date(server.clock.now().getTime() + 8 * HOUR_MS).toISOString()
    expect((await current(second)).body).toMatchObject({ expiresAt })
    expect((await current(elsewhere)).status).toBe(200)
    const row = await server.db
      .selectFrom('sessions')
      .select('end_reason')
      .where('session_id', '=', session.sessionId)
      .executeTakeFirstOrThrow()
    expect(row.end_reason).toBe('replaced')
    const event = await server.db
      .selectFrom('audit_events')
      .select('details')
      .where('action', '=', 'log_in')
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
    expect(event.details).toMatchObject({ replacedSessionId: session.sessionId })
    expect(server.log()).not.toContain(first)
  })

  it('of two at the same time over one session leaves no third one alive', async () => {
    const first = await server.logIn('administrator')
    const both = await Promise.all([logInAgain('administrator', first), logInAgain('administrator', first)])
    expect(codeOf(await current(first))).toBe('session_ended')
    for (const token of both) expect((await current(token)).status).toBe(200)
  })

  it('a wrong password leaves it as it is', async () => {
    const token = await server.logIn('administrator')
    const body = { loginId: people.administrator.loginId, password: 'not it' }
    expect(codeOf(await server.call('POST', '/api/v1/sessions', { token, body }))).toBe('invalid_credentials')
    expect((await current(token)).status).toBe(200)
  })

  it('of somebody else, or with a token that is dead or none at all, is just a login', async () => {
    const foreign = await server.logIn('otherAdministrator')
    await logInAgain('administrator', foreign)
    expect((await current(foreign)).status).toBe(200)
    await server.call('DELETE', '/api/v1/sessions/current', { token: foreign })
    for (const useless of [foreign, 'x'.repeat(43), 'nonsense', '']) await logInAgain('administrator', useless)
  })
})
