import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createPasswordVerifier } from '../../../src-server/security/password-verifier.ts'
import { reissueReceiptSchema, suggestionSchema } from '../../../src-shared/api/reissues.ts'
import { sessionSchema } from '../../../src-shared/api/sessions.ts'
import { DAY_MS } from '../../support/fixed-clock.ts'
import { passwordOf, people } from '../../support/server-fixtures.ts'
import { codeOf, reissue, startTestServer, type Answer, type TestServer } from '../../support/test-server.ts'

let server: TestServer
let administrator: string

beforeAll(async () => {
  // What is kept of a password is asked about, too.
  server = await startTestServer({
    overrides: { passwords: createPasswordVerifier({ maxConcurrent: 2, maxQueued: 200 }) },
  })
})
afterAll(() => server.close())
beforeEach(async () => {
  await server.reset()
  administrator = await server.logIn('administrator')
})

const TEMPORARY = 'Tk7mQx93Rw'
const CHOSEN = 'my very own sentence'

const logIn = (password: string, loginId: string = people.staff.loginId): Promise<Answer> =>
  server.call('POST', '/api/v1/sessions', { body: { loginId, password } })

const choose = (token: string, currentPassword: string, newPassword: string): Promise<Answer> =>
  server.call('PUT', '/api/v1/password', { token, body: { currentPassword, newPassword } })

const issue = async (temporaryPassword = TEMPORARY) => {
  const answer = await reissue(server, administrator, people.staff.userId, temporaryPassword)
  expect(answer.status).toBe(201)
  return reissueReceiptSchema.parse(answer.body)
}

describe('life of a password (product rules 1–5)', () => {
  it('the current password dies and the temporary one works at the moment of reissue (P6)', async () => {
    await issue()
    expect(codeOf(await logIn(passwordOf('staff')))).toBe('invalid_credentials')
    const answer = await logIn(TEMPORARY)
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({ session: { mustChangePassword: true } })
  })

  it('using it leads to a full session, and it is used up', async () => {
    const { reissueId } = await issue()
    const token = await server.logIn('staff', TEMPORARY)
    expect((await choose(token, TEMPORARY, CHOSEN)).status).toBe(204)
    const session = sessionSchema.parse((await server.call('GET', '/api/v1/sessions/current', { token })).body)
    expect(session.mustChangePassword).toBe(false)
    expect(codeOf(await logIn(TEMPORARY))).toBe('invalid_credentials')
    expect((await logIn(CHOSEN)).body).toMatchObject({ session: { mustChangePassword: false } })
    const record = await server.call('GET', `/api/v1/reissues/${reissueId}`, { token: administrator })
    expect(record.body).toMatchObject({ state: 'used', usedAt: '2026-11-23T03:00:00.000Z' })
  })

  it('the new password must differ from the temporary one and meet the policy; nothing changes otherwise (P5)', async () => {
    await server.db.updateTable('policy').set({ new_min_length: 8 }).execute()
    await issue()
    const token = await server.logIn('staff', TEMPORARY)
    const same = await choose(token, TEMPORARY, TEMPORARY)
    expect(same.status).toBe(422)
    expect(same.body).toMatchObject({
      code: 'password_policy',
      errors: [{ path: 'newPassword', code: 'same_as_current' }],
    })
    const weak = await choose(token, TEMPORARY, 'abcabcabc')
    expect(weak.body).toMatchObject({ errors: [{ path: 'newPassword', code: 'too_simple' }] })
    const personal = await choose(token, TEMPORARY, `xx${people.staff.loginId}yy`)
    expect(personal.body).toMatchObject({ errors: [{ path: 'newPassword', code: 'contains_personal_word' }] })
    expect((await logIn(TEMPORARY)).status).toBe(201)
  })

  it('a wrong current password changes nothing', async () => {
    await issue()
    const token = await server.logIn('staff', TEMPORARY)
    const answer = await choose(token, 'not it', CHOSEN)
    expect([answer.status, codeOf(answer)]).toEqual([401, 'invalid_credentials'])
    expect((await logIn(TEMPORARY)).status).toBe(201)
  })

  it('choosing a password ends the other sessions of the user and keeps this one (P7)', async () => {
    const [kept, other] = [await server.logIn('staff'), await server.logIn('staff')]
    expect((await choose(kept, passwordOf('staff'), CHOSEN)).status).toBe(204)
    expect((await server.call('GET', '/api/v1/sessions/current', { token: kept })).status).toBe(200)
    const ended = await server.call('GET', '/api/v1/sessions/current', { token: other })
    expect([ended.status, codeOf(ended)]).toEqual([401, 'session_ended'])
  })

  it('the session that chose the password is read as a full one afterwards, and works as one (P4)', async () => {
    for (const [current, next] of [
      [passwordOf('staff'), CHOSEN],
      [CHOSEN, `${CHOSEN}, too`],
    ] as const) {
      const token = await server.logIn('staff', current)
      expect((await choose(token, current, next)).status).toBe(204)
      const answer = await server.call('GET', '/api/v1/sessions/current', { token })
      expect(sessionSchema.parse(answer.body).mustChangePassword).toBe(false)
    }
    await issue()
    const token = await server.logIn('staff', TEMPORARY)
    expect(codeOf(await server.call('GET', '/api/v1/users', { token }))).toBe('password_change_required')
    expect((await choose(token, TEMPORARY, CHOSEN)).status).toBe(204)
    const answer = await server.call('GET', '/api/v1/sessions/current', { token })
    expect(sessionSchema.parse(answer.body).mustChangePassword).toBe(false)
    expect(codeOf(await server.call('GET', '/api/v1/users', { token }))).toBe('forbidden_role')
  })

  it.each([
    ['00:00 in Japan', '2026-11-22T15:00:00.000Z'],
    ['23:59 in Japan', '2026-11-23T14:59:59.999Z'],
  ])('issued at %s it is valid to the end of 24 November, to the millisecond (P3)', async (_, issuedAt) => {
    server.clock.set(issuedAt)
    administrator = await server.logIn('administrator')
    expect((await issue()).expiresAt).toBe('2026-11-24T14:59:59.999Z')
    server.clock.set('2026-11-24T14:59:59.999Z')
    expect((await logIn(TEMPORARY)).status).toBe(201)
    server.clock.set('2026-11-24T15:00:00.000Z')
    const late = await logIn(TEMPORARY)
    expect([late.status, codeOf(late)]).toEqual([403, 'temporary_password_expired'])
  })

  it('expiry is told only to who knows the password (P12)', async () => {
    await issue()
    server.clock.advance(3 * DAY_MS)
    expect(codeOf(await logIn('something else'))).toBe('invalid_credentials')
    expect(codeOf(await logIn(TEMPORARY))).toBe('temporary_password_expired')
  })

  it('a session opened in time cannot outlive the temporary password (P3: every branch)', async () => {
    await issue()
    server.clock.set('2026-11-24T14:59:00.000Z')
    const token = await server.logIn('staff', TEMPORARY)
    server.clock.set('2026-11-24T15:00:00.000Z')
    const answer = await choose(token, TEMPORARY, CHOSEN)
    expect([answer.status, codeOf(answer)]).toEqual([403, 'temporary_password_expired'])
    expect(codeOf(await logIn(CHOSEN))).toBe('invalid_credentials')
  })

  it('a second reissue kills the first temporary password and the session it opened (P6, P7)', async () => {
    const first = await issue()
    const token = await server.logIn('staff', TEMPORARY)
    await issue('Zw8nPv46Hd')
    expect(codeOf(await logIn(TEMPORARY))).toBe('invalid_credentials')
    expect(codeOf(await choose(token, TEMPORARY, CHOSEN))).toBe('session_ended')
    expect((await logIn('Zw8nPv46Hd')).status).toBe(201)
    const record = await server.call('GET', `/api/v1/reissues/${first.reissueId}`, { token: administrator })
    expect(record.body).toMatchObject({ state: 'superseded' })
  })

  it('an expired one is reissued again and stays “expired” in the history', async () => {
    const first = await issue()
    server.clock.advance(3 * DAY_MS)
    administrator = await server.logIn('administrator')
    await issue('Zw8nPv46Hd')
    const record = await server.call('GET', `/api/v1/reissues/${first.reissueId}`, { token: administrator })
    expect(record.body).toMatchObject({ state: 'expired' })
  })

  it('all sessions of the user end at once, those of others do not (P7)', async () => {
    const [a, b, colleague] = [
      await server.logIn('staff'),
      await server.logIn('staff'),
      await server.logIn('colleague'),
    ]
    await issue()
    for (const token of [a, b]) {
      expect(codeOf(await server.call('GET', '/api/v1/sessions/current', { token }))).toBe('session_ended')
    }
    expect((await server.call('GET', '/api/v1/sessions/current', { token: colleague })).status).toBe(200)
  })

  it('a suggestion sent back as it is counts as generated, anything else as edited', async () => {
    const suggested = await server.call('POST', `/api/v1/users/${people.staff.userId}/suggestions`, {
      token: administrator,
    })
    const { temporaryPassword, suggestionToken, wouldExpireAt } = suggestionSchema.parse(suggested.body)
    expect(wouldExpireAt).toBe('2026-11-24T14:59:59.999Z')
    const send = async (value: string, userId: string): Promise<unknown> =>
      reissueReceiptSchema.parse((await reissue(server, administrator, userId, value, { suggestionToken })).body).origin
    expect(await send(temporaryPassword, people.staff.userId)).toBe('generated')
    expect(await send(`${temporaryPassword}x`, people.staff.userId)).toBe('edited')
    expect(await send(temporaryPassword, people.colleague.userId)).toBe('edited')
    server.clock.advance(61 * 60_000)
    administrator = await server.logIn('administrator')
    expect(await send(temporaryPassword, people.staff.userId)).toBe('edited')
  })

  it('where editing is off, only a suggestion may be issued (ASVS 6.4.6)', async () => {
    await server.db.updateTable('policy').set({ administrator_may_edit: false }).execute()
    const edited = await reissue(server, administrator, people.staff.userId, TEMPORARY)
    expect([edited.status, codeOf(edited)]).toEqual([422, 'editing_not_allowed'])
    const suggested = await server.call('POST', `/api/v1/users/${people.staff.userId}/suggestions`, {
      token: administrator,
    })
    const { temporaryPassword, suggestionToken } = suggestionSchema.parse(suggested.body)
    const answer = await reissue(server, administrator, people.staff.userId, temporaryPassword, { suggestionToken })
    expect(answer.status).toBe(201)
  })

  it.each([
    ['Ａ１ｂ２ｃ３ｄ４ｅ５', 'full_width'],
    ['Tk7mQx93R ', 'forbidden_character'],
    ['Tk7mQx93R\0', 'forbidden_character'],
    ['Tk7mQx93R😀', 'forbidden_character'],
    ['aB3'.repeat(11), 'too_long'],
    ['aB3', 'too_short'],
    [`x${people.staff.loginId}y`, 'contains_personal_word'],
  ])('%j is refused with %s and nothing is stored (P2)', async (value, code) => {
    const answer = await reissue(server, administrator, people.staff.userId, value)
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({ code: 'password_policy', errors: [{ path: 'temporaryPassword', code }] })
    expect((await logIn(passwordOf('staff'))).status).toBe(201)
    expect(await server.db.selectFrom('reissues').selectAll().execute()).toEqual([])
  })

  it('notices wait for the user and the member’s other administrators, without the password (P8)', async () => {
    await issue()
    const notices = await server.db.selectFrom('notification_outbox').selectAll().execute()
    expect(notices.map((notice) => notice.recipient_user_id ?? '').toSorted()).toEqual([
      people.otherAdministrator.userId,
      people.staff.userId,
    ])
    expect(JSON.stringify(notices)).not.toContain(TEMPORARY)
  })

  it('a bcrypt verifier of an imported user lets in once and is replaced by argon2id (P9)', async () => {
    // The verifier of “imported password”, cost 4 to keep the test short.
    const { hash } = await import('bcryptjs')
    await server.db
      .updateTable('credentials')
      .set({ verifier: await hash('imported password', 4) })
      .where('user_id', '=', people.staff.userId)
      .execute()
    expect((await logIn('imported password')).status).toBe(201)
    const { verifier } = await server.db
      .selectFrom('credentials')
      .select('verifier')
      .where('user_id', '=', people.staff.userId)
      .executeTakeFirstOrThrow()
    expect(verifier).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect((await logIn('imported password')).status).toBe(201)
  })
})
