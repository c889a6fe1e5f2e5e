import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createPasswordVerifier } from '../../../src-server/security/password-verifier.ts'
import { passwordOf, people } from '../../support/server-fixtures.ts'
import { codeOf, reissue, startTestServer, type Answer, type TestServer } from '../../support/test-server.ts'

let server: TestServer
let administrator: string

beforeAll(async () => {
  // What is kept of a password is asked about, too.
  server = await startTestServer({
    overrides: { passwords: createPasswordVerifier({ maxConcurrent: 2, maxQueued: 200 }) },
  })
  administrator = await server.logIn('administrator')
})
afterAll(() => server.close())

const CANARY = 'Canary88PwX'
const CHOSEN = 'canary sentence of the user'

const logIn = (loginId: string, password: string): Promise<Answer> =>
  server.call('POST', '/api/v1/sessions', { body: { loginId, password } })

describe('passwords and tokens stay where they belong', () => {
  it('no answer, log line or table ever holds them (P10, P22)', async () => {
    const answers: Answer[] = []
    const key = randomUUID()
    const keep = async (pending: Promise<Answer>): Promise<Answer> => {
      const answer = await pending
      answers.push(answer)
      return answer
    }
    const receipt = await keep(reissue(server, administrator, people.staff.userId, CANARY, { key }))
    await keep(reissue(server, administrator, people.staff.userId, CANARY, { key }))
    await keep(reissue(server, administrator, people.staff.userId, `${CANARY}!`))
    await keep(reissue(server, administrator, people.colleague.userId, CANARY, { note: `told ${CANARY}` }))
    await keep(reissue(server, administrator, people.otherAdministrator.userId, CANARY))
    await keep(server.call('GET', `/api/v1/users/${CANARY}`, { token: administrator }))
    const { token, session } = z
      .object({ token: z.string(), session: z.unknown() })
      .parse((await logIn(people.staff.loginId, CANARY)).body)
    answers.push({ status: 0, headers: new Headers(), text: JSON.stringify(session), body: session })
    await keep(
      server.call('PUT', '/api/v1/password', { token, body: { currentPassword: CANARY, newPassword: CANARY } }),
    )
    await keep(
      server.call('PUT', '/api/v1/password', { token, body: { currentPassword: CANARY, newPassword: CHOSEN } }),
    )
    await keep(logIn(CANARY, CANARY))
    await keep(server.call('GET', `/api/v1/users?userName=${CANARY}`, { token: administrator }))
    await keep(server.call('GET', `/nothing?password=${CANARY}`, { headers: { 'x-password': CANARY } }))
    const reissueId = z.object({ reissueId: z.string() }).parse(receipt.body).reissueId
    for (const path of [
      '/users',
      `/users/${people.staff.userId}`,
      '/reissues',
      `/reissues/${reissueId}`,
      '/policy',
      '/sessions/current',
    ]) {
      const answer = await keep(server.call('GET', `/api/v1${path}`, { token: administrator }))
      expect(answer.status).toBe(200)
    }
    expect(answers.length).toBeGreaterThan(15)

    const tables = await dumpTables()
    const log = server.log()
    expect(log).toContain(people.administrator.userId)
    for (const secret of [CANARY, CHOSEN, token, administrator]) {
      for (const answer of answers) expect(answer.text).not.toContain(secret)
      expect(log).not.toContain(secret)
      expect(tables).not.toContain(secret)
    }
    expect(answers.map(({ text }) => text).join()).not.toMatch(/argon2|verifier|token_hash/)
  })

  const dumpTables = async (): Promise<string> => {
    const names = [
      'users',
      'credentials',
      'sessions',
      'reissues',
      'idempotency_keys',
      'audit_events',
      'notification_outbox',
    ] as const
    const dumped = []
    for (const name of names) dumped.push(await server.db.selectFrom(name).selectAll().execute())
    return JSON.stringify(dumped)
  }

  it('verifiers are argon2id with the documented parameters (P9)', async () => {
    const rows = await server.db.selectFrom('credentials').select('verifier').execute()
    expect(rows.length).toBeGreaterThan(5)
    for (const { verifier } of rows)
      expect(verifier).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
  })
})

describe('nobody learns who exists (P12)', () => {
  const comparable = ({ status, headers, body }: Answer): unknown => [
    status,
    [...headers.keys()].toSorted(),
    { ...z.looseObject({}).parse(body), requestId: '' },
  ]

  it('a wrong password, an unknown login ID, a disabled account and one without a password look the same', async () => {
    await server.db.deleteFrom('credentials').where('user_id', '=', people.foreignStaff.userId).execute()
    const known = comparable(await logIn(people.administrator.loginId, 'wrong'))
    for (const loginId of ['NOBODY01', people.disabledStaff.loginId, people.foreignStaff.loginId, '   ', '％']) {
      expect(comparable(await logIn(loginId, 'wrong'))).toEqual(known)
    }
  })

  it('they take the same time', async () => {
    const measure = async (loginId: string): Promise<number> => {
      const times = []
      for (let round = 0; round < 9; round += 1) {
        await server.db.deleteFrom('throttles').execute()
        const startedAt = performance.now()
        await logIn(loginId, 'wrong')
        times.push(performance.now() - startedAt)
      }
      return times.toSorted((a, b) => a - b)[4] ?? 0
    }
    const [known, unknown] = [await measure(people.administrator.loginId), await measure('NOBODY01')]
    // Without the pretended check the unknown one would take a tenth of the time.
    expect(Math.min(known, unknown) / Math.max(known, unknown)).toBeGreaterThan(0.4)
  })

  it('a disabled account is told only to who knows the password', async () => {
    const answer = await logIn(people.disabledStaff.loginId, passwordOf('disabledStaff'))
    expect([answer.status, codeOf(answer)]).toEqual([403, 'account_disabled'])
  })

  it('width and case of the login ID do not matter, those of the password do', async () => {
    expect((await logIn('ａａ０００００１', passwordOf('administrator'))).status).toBe(201)
    expect((await logIn('aa000001', passwordOf('administrator'))).status).toBe(201)
    expect((await logIn('AA000001', passwordOf('administrator').toUpperCase())).status).toBe(401)
  })

  it('failed logins are recorded without what was typed (P21, P22)', async () => {
    await logIn('typed-my-password-here', 'x')
    const rows = await server.db
      .selectFrom('audit_events')
      .selectAll()
      .where('action', '=', 'log_in')
      .where('outcome', '=', 'refused')
      .execute()
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toContain('typed-my-password-here')
  })
})
