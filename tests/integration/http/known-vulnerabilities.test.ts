import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { postWithHost } from '../../support/forged-host.ts'
import { seedSession, type SessionState } from '../../support/seeded-sessions.ts'
import { seedVerification } from '../../support/seeded-verifications.ts'
import { passwordOf, people, type PersonName } from '../../support/server-fixtures.ts'
import { codeOf, reissue, startTestServer, type Answer, type TestServer } from '../../support/test-server.ts'

/*
 * What went wrong in other programs that reset passwords, tried here: one test for each case, named by its number.
 */

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())
beforeEach(() => server.reset())

const PASSWORD = 'Tk7mQx93Rw'

const enter = async (name: PersonName, state: SessionState = 'full'): Promise<string> =>
  (await seedSession(server.db, people[name], state, server.clock.now())) ?? 'none'

const told = (answer: Answer): string => `${answer.status} ${codeOf(answer) ?? 'done'}`

const readKind = async (name: PersonName): Promise<string> => {
  const found = server.db.selectFrom('credentials').select('kind').where('user_id', '=', people[name].userId)
  return (await found.executeTakeFirstOrThrow()).kind
}

const logIn = (loginId: string, password: string): Promise<Answer> =>
  server.call('POST', '/api/v1/sessions', { body: { loginId, password } })

const suggestionSchema = z.object({ temporaryPassword: z.string(), suggestionToken: z.string() })

/** Reissues by the helpdesk, with a suggestion, as its policy asks for. */
async function reissueByHelpdesk(
  token: string,
  target: PersonName,
  verificationId: string,
  suggestedFor: PersonName = target,
): Promise<Answer> {
  const path = `/api/v1/users/${people[suggestedFor].userId}/suggestions`
  const suggestion = suggestionSchema.parse((await server.call('POST', path, { token })).body)
  const { temporaryPassword, suggestionToken } = suggestion
  return reissue(server, token, people[target].userId, temporaryPassword, { suggestionToken, verificationId })
}

describe('steps that could be skipped (P20)', () => {
  it('Keycloak CVE-2026-18963: a proof counts for its own step, user and operator alone', async () => {
    const { db, clock } = server
    const token = await enter('helpdesk')
    const seed = (changes: Parameters<typeof seedVerification>[1]) => seedVerification(db, changes, clock.now())
    const stranger = { operator: people.otherHelpdesk, target: people.administrator, state: 'passed' } as const
    const forAnother = { operator: people.helpdesk, target: people.otherAdministrator, state: 'passed' } as const
    for (const state of ['open', 'failed', 'suspicious'] as const) {
      const verificationId = await seed({ operator: people.helpdesk, target: people.administrator, state })
      expect(told(await reissueByHelpdesk(token, 'administrator', verificationId))).toBe('422 verification_failed')
    }
    for (const passed of [stranger, forAnother])
      expect(told(await reissueByHelpdesk(token, 'administrator', await seed(passed)))).toBe('422 verification_failed')
    expect(await readKind('administrator')).toBe('chosen')
  })

  it('PWM (guard where it is shown, not where it is done): one pass, one reissue, also at the same time', async () => {
    const token = await enter('helpdesk')
    const pass = { operator: people.helpdesk, target: people.administrator, state: 'passed' } as const
    const verificationId = await seedVerification(server.db, pass, server.clock.now())
    const answers = await Promise.all([1, 2, 3].map(() => reissueByHelpdesk(token, 'administrator', verificationId)))
    expect(answers.map(told).toSorted()).toEqual(['201 done', '422 verification_used', '422 verification_used'])
    expect(told(await reissueByHelpdesk(token, 'administrator', verificationId))).toBe('422 verification_used')
  })

  it('Zitadel PR #12347: a temporary password opens nothing but the choice of a new one', async () => {
    expect((await reissue(server, await enter('administrator'), people.staff.userId, PASSWORD)).status).toBe(201)
    const token = await server.logIn('staff', PASSWORD)
    const restricted = await server.call('GET', '/api/v1/sessions/current', { token })
    expect(restricted.body).toMatchObject({ mustChangePassword: true })
    // Of an administrator, too, whose role would open the rest.
    const administrator = await enter('administrator', 'must-change')
    for (const path of ['/users', '/reissues', `/users/${people.staff.userId}`]) {
      const answer = await server.call('GET', `/api/v1${path}`, { token: administrator })
      expect(told(answer)).toBe('403 password_change_required')
    }
    const again = await reissue(server, administrator, people.colleague.userId, PASSWORD)
    expect(told(again)).toBe('403 password_change_required')
  })
})

describe('rights that another route did not check (P16)', () => {
  const targets: readonly PersonName[] = [
    'otherAdministrator',
    'administrator',
    'disabledStaff',
    'foreignStaff',
    'helpdesk',
  ]

  it('Keycloak CVE-2026-94001: every route that touches a password refuses alike', async () => {
    const token = await enter('administrator')
    const refusals = new Set<string>()
    for (const name of targets) {
      const { userId } = people[name]
      const suggested = await server.call('POST', `/api/v1/users/${userId}/suggestions`, { token })
      const reissued = await reissue(server, token, userId, PASSWORD)
      expect(told(reissued)).toBe(told(suggested))
      refusals.add(told(reissued))
    }
    expect([...refusals].toSorted()).toEqual(['403 account_disabled', '403 helpdesk_required', '404 not_found'])
  })

  it('Keycloak CVE-2026-9099, CVE-2026-17526, #27669: nobody reissues for an equal or a higher role', async () => {
    const attempts = [
      ['administrator', 'administrator', '403 helpdesk_required'],
      ['administrator', 'otherAdministrator', '403 helpdesk_required'],
      ['administrator', 'helpdesk', '404 not_found'],
      ['staff', 'administrator', '403 forbidden_role'],
      ['helpdesk', 'otherHelpdesk', '403 forbidden_role'],
      ['helpdesk', 'helpdesk', '403 forbidden_role'],
    ] as const
    for (const [actor, target, expected] of attempts) {
      expect(told(await reissue(server, await enter(actor), people[target].userId, PASSWORD))).toBe(expected)
      expect(await readKind(target)).toBe('chosen')
    }
  })

  it('Bitwarden PR #7019: the target is of the caller’s own member, whatever member a request names', async () => {
    const token = await enter('administrator')
    const path = `/api/v1/users/${people.foreignStaff.userId}/reissues`
    const headers = { 'idempotency-key': randomUUID() }
    const send = (body: unknown, suffix = '') => server.call('POST', `${path}${suffix}`, { token, headers, body })
    expect(told(await send({ temporaryPassword: PASSWORD }))).toBe('404 not_found')
    expect(told(await send({ temporaryPassword: PASSWORD, memberId: 'M-B' }))).toBe('400 invalid_request')
    expect(told(await send({ temporaryPassword: PASSWORD }, '?memberId=M-B'))).toBe('400 invalid_request')
    expect(await readKind('foreignStaff')).toBe('chosen')
  })

  it('Agenta PR #6111, MindMatrix #54, MISP #9121: what is another member’s is not there, for whatever is asked', async () => {
    const token = await enter('administrator')
    const comparable = ({ status, body }: Answer) => [status, { ...z.looseObject({}).parse(body), requestId: '' }]
    const call = (method: string, path: string, body?: unknown) =>
      server.call(method, `/api/v1${path}`, { token, body, headers: { 'idempotency-key': randomUUID() } })
    for (const [method, end, body] of [
      ['GET', '', undefined],
      ['POST', '/suggestions', undefined],
      ['POST', '/reissues', { temporaryPassword: PASSWORD }],
    ] as const) {
      const nobody = comparable(await call(method, `/users/U-NOBODY${end}`, body))
      for (const name of ['foreignStaff', 'foreignAdministrator', 'helpdesk'] as const)
        expect(comparable(await call(method, `/users/${people[name].userId}${end}`, body))).toEqual(nobody)
    }
  })

  it('LTB Service Desk #167, #283: scope and place are checked at every step, and no parameter names a file', async () => {
    const [token, foreign] = [await enter('administrator'), await enter('foreignAdministrator')]
    const first = await server.call('GET', '/api/v1/users?limit=1', { token })
    const { nextCursor } = z.object({ nextCursor: z.string() }).parse(first.body)
    const stolen = await server.call('GET', `/api/v1/users?limit=1&cursor=${nextCursor}`, { token: foreign })
    expect(told(stolen)).toBe('400 invalid_cursor')
    for (const path of [
      '/users?page=../../../../etc/passwd',
      '/users/..%2F..%2Fetc%2Fpasswd',
      '/users/%2e%2e/policy.js',
    ]) {
      const answer = await server.call('GET', `/api/v1${path}`, { token })
      expect([400, 404]).toContain(answer.status)
      expect(answer.text).not.toContain('root:')
    }
  })
})

describe('what clients send and servers believed (P2, P8)', () => {
  it('LTB SSP #24, #520, #816: nobody can name the number to call back, nor the user to be told', async () => {
    const { db, clock } = server
    const token = await enter('helpdesk')
    const started = { userId: people.administrator.userId, phone: '090-6666-6666' }
    expect(told(await server.call('POST', '/api/v1/verifications', { token, body: started }))).toBe(
      '400 invalid_request',
    )
    const open = { operator: people.helpdesk, target: people.administrator, state: 'open' } as const
    const verificationId = await seedVerification(db, { ...open, matched: ['phone', 'address'] }, clock.now())
    const conclusion = { callerIsAdministrator: true, callbackNumberId: '090-6666-6666', outcome: 'passed' }
    const path = `/api/v1/verifications/${verificationId}/conclusion`
    expect(told(await server.call('POST', path, { token, body: conclusion }))).toBe('422 verification_incomplete')
    const body = { temporaryPassword: PASSWORD, loginId: people.foreignStaff.loginId, email: 'evil@example.test' }
    const headers = { 'idempotency-key': randomUUID() }
    const edited = await server.call('POST', `/api/v1/users/${people.staff.userId}/reissues`, {
      token: await enter('administrator'),
      headers,
      body,
    })
    expect(told(edited)).toBe('400 invalid_request')
  })

  it('GitLab CVE-2023-7028: a list where one value belongs is refused, and nobody is told anything', async () => {
    const [token, helpdesk] = [await enter('administrator'), await enter('helpdesk')]
    const { userId, loginId } = people.staff
    const headers = { 'idempotency-key': randomUUID() }
    const lists: readonly (readonly [string, string, string | undefined, unknown])[] = [
      ['POST', '/sessions', undefined, { loginId: [loginId, 'BA000001'], password: 'x' }],
      ['POST', '/sessions', undefined, { loginId, password: ['x', 'y'] }],
      ['POST', `/users/${userId}/reissues`, token, { temporaryPassword: [PASSWORD, PASSWORD] }],
      ['POST', `/users/${userId}/reissues`, token, { temporaryPassword: PASSWORD, verificationId: ['a'] }],
      ['POST', '/verifications', helpdesk, { userId: [people.administrator.userId, userId] }],
      ['GET', `/users?userName=${encodeURIComponent('担当')}&userName=x`, token, undefined],
      ['GET', '/reissues?memberId=M-A&memberId=M-B', token, undefined],
    ]
    for (const [method, path, bearer, body] of lists) {
      const answer = await server.call(method, `/api/v1${path}`, { token: bearer, body, headers })
      expect([path, told(answer)]).toEqual([path, '400 invalid_request'])
    }
    expect(await server.db.selectFrom('notification_outbox').selectAll().execute()).toEqual([])
  })

  it('LTB SSP #755, #821, Zitadel CVE-2023-49097, CVE-2025-64101 and two more: a forged Host reaches nobody', async () => {
    const token = await enter('administrator')
    const evil = 'evil.example'
    const url = `${server.url}/api/v1/users/${people.staff.userId}/reissues`
    const text = await postWithHost(evil, url, token, { temporaryPassword: PASSWORD })
    const queued = await server.db.selectFrom('notification_outbox').selectAll().execute()
    expect(queued.length).toBeGreaterThan(0)
    const audited = await server.db.selectFrom('audit_events').selectAll().execute()
    expect(JSON.stringify([text, queued, audited])).not.toContain(evil)
  })

  it('PWM #180, LAM CVE-2022-31084 to -31088, CVE-2022-24851: what is typed is data, and unknown looks like wrong', async () => {
    const token = await enter('administrator')
    const hostile = ["' or 1=1 --", '*)(uid=*', '%', '<script>alert(1)</script>', 'O:8:"stdClass":0:{}', '${7*7}', '\\']
    for (const typed of hostile) {
      const answer = await server.call('GET', `/api/v1/users?userName=${encodeURIComponent(typed)}`, { token })
      expect([typed, answer.status, answer.body]).toMatchObject([typed, 200, { items: [], total: 0 }])
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
    }
    const wrong = [await logIn(people.staff.loginId, 'wrong'), await logIn("' or 1=1 --", 'wrong')]
    const bodies = wrong.map(({ body }) => ({ ...z.looseObject({}).parse(body), requestId: '' }))
    expect(bodies[0]).toEqual(bodies[1])
    expect(wrong.map(told)).toEqual(['401 invalid_credentials', '401 invalid_credentials'])
  })
})

describe('what stayed behind (P7, P22)', () => {
  it('FreeIPA CVE-2019-10195 and six more: no password in a log, the audit, a notice or an error', async () => {
    const [canary, token] = ['Canary88PwX', await enter('administrator')]
    const headers = { 'idempotency-key': randomUUID() }
    const path = `/api/v1/users/${people.staff.userId}/reissues`
    await reissue(server, token, people.staff.userId, canary)
    await server.call('POST', path, { token, headers, body: `{"temporaryPassword":"${canary}"` })
    await server.call('POST', path, { token, headers, body: { temporaryPassword: canary, [canary]: 1 } })
    await server.call('POST', `${path}?temporaryPassword=${canary}`, { token, headers, body: {} })
    await server.call('PUT', '/api/v1/password', { token, body: { currentPassword: canary, newPassword: canary } })
    await logIn(canary, canary)
    const kept = [server.log()]
    for (const table of ['audit_events', 'notification_outbox', 'idempotency_keys', 'reissues', 'throttles'] as const)
      kept.push(JSON.stringify(await server.db.selectFrom(table).selectAll().execute()))
    expect(kept.join('').length).toBeGreaterThan(2000)
    expect(kept.join('')).not.toContain(canary)
  })

  it('Keycloak #8920, #10232, #28508: neither the sessions nor the old password outlive a reissue', async () => {
    const old = await enter('staff')
    expect((await server.call('GET', '/api/v1/sessions/current', { token: old })).status).toBe(200)
    expect((await reissue(server, await enter('administrator'), people.staff.userId, PASSWORD)).status).toBe(201)
    expect(told(await server.call('GET', '/api/v1/sessions/current', { token: old }))).toBe('401 session_ended')
    expect(told(await logIn(people.staff.loginId, passwordOf('staff')))).toBe('401 invalid_credentials')
  })

  it('Zitadel CVE-2025-64102: guessing is slowed down out of the box, for temporary passwords too', async () => {
    expect((await reissue(server, await enter('administrator'), people.staff.userId, PASSWORD)).status).toBe(201)
    const answers: string[] = []
    for (let guess = 0; guess < 7; guess += 1) answers.push(told(await logIn(people.staff.loginId, `guess ${guess}`)))
    expect(answers.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => '401 invalid_credentials'))
    expect(answers.slice(5)).toEqual(['429 too_many_attempts', '429 too_many_attempts'])
    // The right one must wait as well, or waiting would tell it.
    expect(told(await logIn(people.staff.loginId, PASSWORD))).toBe('429 too_many_attempts')
  })
})
